package io.plainsight.sensor.coap;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * One CoAP message (RFC 7252 section 3).
 *
 * <pre>
 *   Ver(2 bits) T(2) TKL(4) | Code(8) | Message ID(16) | Token | Options | 0xff Payload
 * </pre>
 *
 * <p><b>Memory:</b> reusable, allocates nothing. <b>Bounds:</b> {@link #MAX_OPTIONS}.
 */
final class CoapMessage {
    private static final int MAX_OPTIONS = 64;
    private static final int MAX_TOKEN = 8;
    private static final int PAYLOAD_MARKER = 0xff;
    /** RFC 8613 section 2. */
    private static final int OSCORE = 9;

    private int code;
    private boolean oscore;

    /** Reads the whole message; false when it does not hold together. */
    boolean read(ByteCursor in) {
        int first = in.u8();
        code = in.u8();
        in.skip(2);
        int token = first & 0xf;
        oscore = false;
        if (first >> 6 != 1 || token > MAX_TOKEN) {
            return false;
        }
        in.skip(token);
        return in.ok() && readOptions(in) && (code != 0 || token == 0);
    }

    int code() {
        return code;
    }

    boolean isOscore() {
        return oscore;
    }

    private boolean readOptions(ByteCursor in) {
        int number = 0;
        for (int i = 0; i < MAX_OPTIONS && in.remaining() > 0; i++) {
            int first = in.u8();
            if (first == PAYLOAD_MARKER) {
                return in.remaining() > 0;
            }
            int delta = extended(first >> 4, in);
            int length = extended(first & 0xf, in);
            if (delta < 0 || length < 0) {
                return false;
            }
            number += delta;
            oscore |= number == OSCORE;
            in.skip(length);
        }
        return in.ok() && in.remaining() == 0;
    }

    /** Section 3.1: 13 and 14 stand for one and two more bytes, 15 is reserved; -1 then. */
    private static int extended(int nibble, ByteCursor in) {
        return switch (nibble) {
            case 13 -> in.u8() + 13;
            case 14 -> in.u16() + 269;
            case 15 -> -1;
            default -> nibble;
        };
    }
}
