package io.plainsight.sensor.media;

/**
 * How many bytes codecs of constant rate make of a span of time: payload types of RFC 3551 table 4. A packet's duration
 * stands in the next one's timestamp, so its plain length is known; SRTP makes each packet longer by its tag.
 */
final class PayloadClock {
    /** The length says nothing about this payload type. */
    static final int UNKNOWN = -1;

    /** MPEG-2 transport stream: packets of 188 bytes that begin with 0x47 (RFC 2250 section 2). */
    static final int MP2T = 33;

    static final int MP2T_PACKET = 188;
    static final int MP2T_SYNC = 0x47;

    private PayloadClock() {}

    /**
     * Bytes that a packet of this duration holds.
     *
     * @param ticks duration in units of the payload type's clock
     * @return {@link #UNKNOWN} where length and duration do not go together
     */
    static int bytes(int payloadType, int ticks) {
        return switch (payloadType) {
            case 0, 8, 9 -> ticks; // PCMU, PCMA, G722: 64 kbit/s, with a clock of 8 kHz
            case 3 -> scaled(ticks, 33, 160); // GSM
            case 10 -> scaled(ticks, 4, 1); // L16 stereo
            case 11 -> scaled(ticks, 2, 1); // L16
            case 15 -> scaled(ticks, 1, 4); // G728
            case 18 -> scaled(ticks, 10, 80); // G729
            default -> UNKNOWN;
        };
    }

    /** Whether SRTP's tag (4, 10 or 16 bytes, RFC 3711, RFC 7714) with or without a key identifier explains the surplus. */
    static boolean isTag(int surplus) {
        return surplus == 4 || surplus == 8 || surplus == 10 || surplus == 14 || surplus == 16 || surplus == 20;
    }

    private static int scaled(int ticks, int bytes, int perTicks) {
        return ticks % perTicks == 0 ? ticks / perTicks * bytes : UNKNOWN;
    }
}
