package io.plainsight.sensor.quic;

/** Kinds of packets with a long header, in version 1's order of codes (RFC 9000 table 5); version 2 adds one (RFC 9369 section 3.2). */
enum PacketType {
    INITIAL,
    ZERO_RTT,
    HANDSHAKE,
    RETRY;

    private static final PacketType[] ALL = values();

    /** @param code 0 to 3 */
    static PacketType of(int code) {
        return ALL[code];
    }
}
