package io.plainsight.sensor.esp;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Finds packets that ESP only authenticates (NULL encryption, RFC 2410), by the checks of RFC 5879: with nothing encrypted,
 * the trailer's padding counts 1, 2, 3 …, and the packet inside is one.
 *
 * <pre>
 *  0 SPI   4 sequence number   8 payload   …   padding (1, 2, 3 …)   pad length   next header   integrity check value
 * </pre>
 */
final class EspNull {
    static final int HEADER_LENGTH = 8;

    /** Lengths of integrity check values in use: HMAC-96, HMAC-SHA2-256-128 and GMAC, SHA2-384, SHA2-512. */
    private static final int[] CHECK_LENGTHS = {12, 16, 24, 32};

    private static final int TRAILER_LENGTH = 2;
    private static final int IPV4 = 4;
    private static final int IPV6 = 41;
    private static final int TCP = 6;
    private static final int UDP = 17;
    private static final int IPV4_HEADER_LENGTH = 20;
    private static final int IPV6_HEADER_LENGTH = 40;
    private static final int UDP_HEADER_LENGTH = 8;
    private static final int TCP_HEADER_LENGTH = 20;

    private EspNull() {}

    /** Whether the packet, captured as a whole, reads without decryption. */
    static boolean isReadable(ByteCursor in) {
        for (int check : CHECK_LENGTHS) {
            if (isReadable(in, in.remaining() - check)) {
                return true;
            }
        }
        return false;
    }

    /** @param end where the integrity check value begins */
    private static boolean isReadable(ByteCursor in, int end) {
        if (end < HEADER_LENGTH + TRAILER_LENGTH) {
            return false;
        }
        int next = in.peek(end - 1);
        int padding = in.peek(end - 2);
        int length = end - TRAILER_LENGTH - padding - HEADER_LENGTH;
        if (length < 0) {
            return false;
        }
        for (int i = 0; i < padding; i++) {
            if (in.peek(HEADER_LENGTH + length + i) != i + 1) {
                return false;
            }
        }
        return fits(in, next, length);
    }

    /** The inner header must state the length that there is: 16 bits that encrypted bytes would have to hit. */
    private static boolean fits(ByteCursor in, int next, int length) {
        int at = HEADER_LENGTH;
        return switch (next) {
            case IPV4 -> length >= IPV4_HEADER_LENGTH && in.peek(at) >>> 4 == 4 && u16(in, at + 2) == length;
            case IPV6 ->
                length >= IPV6_HEADER_LENGTH
                        && in.peek(at) >>> 4 == 6
                        && u16(in, at + 4) == length - IPV6_HEADER_LENGTH;
            case UDP -> length >= UDP_HEADER_LENGTH && u16(in, at + 4) == length;
            case TCP -> {
                int header = (in.peek(at + 12) >>> 4) * 4;
                boolean reservedClear = (in.peek(at + 12) & 0x0e) == 0;
                yield length >= TCP_HEADER_LENGTH && header >= TCP_HEADER_LENGTH && header <= length && reservedClear;
            }
            default -> false;
        };
    }

    private static int u16(ByteCursor in, int at) {
        return in.peek(at) << 8 | in.peek(at + 1);
    }
}
