/** Fuzz targets for every parser, and what makes their seeds; {@code .ci/fuzz} runs them. */
package io.plainsight.sensor.fuzz;
