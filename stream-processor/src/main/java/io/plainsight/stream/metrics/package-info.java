/** Prometheus metrics of the stream processor; may be called from any thread. */
package io.plainsight.stream.metrics;
