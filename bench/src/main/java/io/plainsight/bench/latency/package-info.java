/** Measures the time from a connection's first packet to its observation in Kafka. */
package io.plainsight.bench.latency;
