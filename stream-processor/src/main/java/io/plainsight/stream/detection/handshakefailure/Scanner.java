package io.plainsight.stream.detection.handshakefailure;

/**
 * Word to a service that one of its clients fails everywhere.
 *
 * @param client address
 * @param untilMinute of the epoch: how long that is believed
 */
record Scanner(String client, long untilMinute) {}
