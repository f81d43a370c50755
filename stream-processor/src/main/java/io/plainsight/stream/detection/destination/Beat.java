package io.plainsight.stream.detection.destination;

/**
 * Connections at near-constant intervals.
 *
 * @param samples intervals measured
 * @param seconds mean interval
 * @param jitter standard deviation over mean, 0 and more
 */
record Beat(long samples, double seconds, double jitter) {}
