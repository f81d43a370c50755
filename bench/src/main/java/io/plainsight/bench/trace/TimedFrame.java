package io.plainsight.bench.trace;

/**
 * An Ethernet frame and its time.
 *
 * @param atNs nanoseconds since the trace's beginning
 */
record TimedFrame(long atNs, byte[] frame) {}
