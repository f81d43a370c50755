package io.plainsight.sensor.media;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * STUN and TURN messages, RFC 8489 and RFC 8656, and the first STUN without magic cookie, RFC 3489.
 *
 * <p><b>Threading:</b> any; pure functions of a datagram.
 */
final class StunMessage {
    static final int HEADER_LENGTH = 20;
    static final int MAGIC_COOKIE = 0x2112a442;
    /** IANA port of STUN and TURN. */
    static final int PORT = 3478;

    /** Methods Send and Data as indications; they carry what a TURN server relays. */
    private static final int SEND_INDICATION = 0x0016;

    private static final int DATA_INDICATION = 0x0017;

    private static final int MESSAGE_INTEGRITY = 0x0008;
    private static final int DATA = 0x0013;
    private static final int REALM = 0x0014;
    private static final int MESSAGE_INTEGRITY_SHA256 = 0x001c;

    /** RFC 3489 numbers its attributes to 11; Zoom has its own from 0x0101 on. */
    private static final int LAST_CLASSIC_ATTRIBUTE = 0x01ff;

    private static final int FIRST_OPTIONAL_ATTRIBUTE = 0x8000;
    private static final int MAX_ATTRIBUTES = 64;

    /** Channel numbers, RFC 8656 section 12. */
    private static final int FIRST_CHANNEL_BYTE = 0x40;

    private static final int LAST_CHANNEL_BYTE = 0x4f;

    private StunMessage() {}

    /** Whether the datagram is one: by its magic cookie and its length. */
    static boolean is(ByteCursor in) {
        boolean cookie = in.peek(4) == 0x21 && in.peek(5) == 0x12 && in.peek(6) == 0xa4 && in.peek(7) == 0x42;
        return cookie && (in.peek(0) & 0xc0) == 0 && hasExactLength(in);
    }

    /**
     * Whether the datagram is one of RFC 3489, without a cookie: a known type, and attributes with low numbers that fill it.
     * One without attributes has nothing but a type and a length of zero, and needs STUN's port beside it.
     */
    static boolean isClassic(ByteCursor in, int serverPort) {
        int type = in.peek(0) << 8 | in.peek(1);
        boolean known =
                switch (type) {
                    case 0x0001, 0x0101, 0x0111, 0x0002, 0x0102, 0x0112 -> true;
                    default -> false;
                };
        if (!known || !hasExactLength(in)) {
            return false;
        }
        if (in.remaining() == HEADER_LENGTH) {
            return serverPort == PORT;
        }
        in.skip(HEADER_LENGTH);
        for (int i = 0; i < MAX_ATTRIBUTES && in.remaining() > 0; i++) {
            int attribute = in.u16();
            boolean numbered = attribute > 0 && attribute <= LAST_CLASSIC_ATTRIBUTE;
            in.skip(in.u16());
            if (!numbered && attribute < FIRST_OPTIONAL_ATTRIBUTE || !in.ok()) {
                return false;
            }
        }
        return in.ok() && in.remaining() == 0;
    }

    /** Whether a client proves that it knows a long-term password: a keyed hash that can be guessed against (section 9.2). */
    static boolean hasLongTermCredential(ByteCursor in) {
        boolean realm = false;
        boolean integrity = false;
        in.skip(HEADER_LENGTH);
        for (int i = 0; i < MAX_ATTRIBUTES && in.remaining() > 0; i++) {
            int attribute = in.u16();
            skipValue(in, in.u16());
            realm |= in.ok() && attribute == REALM;
            integrity |= in.ok() && (attribute == MESSAGE_INTEGRITY || attribute == MESSAGE_INTEGRITY_SHA256);
        }
        return realm && integrity;
    }

    /**
     * Finds what a TURN server is to relay, or has relayed.
     *
     * @param in a datagram for which {@link #is} holds; consumed
     * @param data gets the peer's datagram
     * @return whether there is one
     */
    static boolean findRelayed(ByteCursor in, ByteCursor data) {
        int type = in.peek(0) << 8 | in.peek(1);
        if (type != SEND_INDICATION && type != DATA_INDICATION) {
            return false;
        }
        in.skip(HEADER_LENGTH);
        for (int i = 0; i < MAX_ATTRIBUTES && in.remaining() > 0; i++) {
            int attribute = in.u16();
            int length = in.u16();
            if (attribute == DATA) {
                in.slice(length, data);
                return in.ok();
            }
            skipValue(in, length);
        }
        return false;
    }

    /** The channel's number when the datagram is ChannelData, RFC 8656 section 12.4, which may be padded; else -1. */
    static int channel(ByteCursor in) {
        int first = in.peek(0);
        if (first < FIRST_CHANNEL_BYTE || first > LAST_CHANNEL_BYTE || in.peek(3) < 0) {
            return -1;
        }
        int length = in.peek(2) << 8 | in.peek(3);
        int padding = in.remaining() - 4 - length;
        return padding >= 0 && padding < 4 ? first << 8 | in.peek(1) : -1;
    }

    /** @param in ChannelData, consumed */
    static void channelData(ByteCursor in, ByteCursor data) {
        in.u16();
        in.slice16(data);
    }

    /** Values are padded to four bytes. */
    private static void skipValue(ByteCursor in, int length) {
        in.skip(length + 3 & ~3);
    }

    private static boolean hasExactLength(ByteCursor in) {
        if (in.remaining() < HEADER_LENGTH) {
            return false;
        }
        int length = in.peek(2) << 8 | in.peek(3);
        return (length & 3) == 0 && length == in.remaining() - HEADER_LENGTH;
    }
}
