package io.plainsight.sensor.canary;

/**
 * A packet of a conversation.
 *
 * @param timestampNs packet time
 * @param bytes from the Ethernet header on
 */
public record Frame(long timestampNs, byte[] bytes) {}
