/** Writes capture files of made-up traffic, with the truth about what is in them beside each. */
package io.plainsight.bench.trace;
