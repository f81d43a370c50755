/** Builders and helpers that tests of the sensor share. Anything that they build is valid until a test breaks it. */
package io.plainsight.sensor.testing;
