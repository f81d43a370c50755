package io.plainsight.sensor.modbus;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * The MBAP header and the sizes of common functions (MODBUS Application Protocol 1.1b3 section 6).
 *
 * <pre>
 *  Transaction (16) | 0000 | Length (16) | Unit (8) | Function (8) | data
 * </pre>
 */
final class Mbap {
    /** Transaction, protocol and length; the length counts what follows. */
    static final int HEADER_LENGTH = 6;

    static final int MIN_LENGTH = 2;
    static final int MAX_LENGTH = 254;

    private static final int EXCEPTION = 0x80;

    private Mbap() {}

    /** Whether a request of this function may have this length; bytes that are not there yet are not held against it. */
    static boolean isRequest(ByteCursor in, int function, int length) {
        return switch (function) {
            case 1, 2, 3, 4, 5, 6, 8 -> length == 6;
            case 7, 11, 12, 17 -> length == 2;
            case 15, 16 -> in.peek(12) < 0 || length == 7 + in.peek(12);
            case 20, 21 -> in.peek(8) < 0 || length == 3 + in.peek(8);
            case 22 -> length == 8;
            case 23 -> in.peek(16) < 0 || length == 11 + in.peek(16);
            case 24 -> length == 4;
            case 43 -> in.peek(8) != 14 || length == 5;
            default -> false;
        };
    }

    static boolean isReply(ByteCursor in, int function, int length) {
        if (function > EXCEPTION) {
            return length == 3 && in.peek(8) <= 11;
        }
        return switch (function) {
            case 1, 2, 3, 4, 12, 17, 20, 21, 23 -> in.peek(8) < 0 || length == 3 + in.peek(8);
            case 5, 6, 8, 15, 16 -> length == 6;
            case 7 -> length == 3;
            case 11 -> length == 6;
            case 22 -> length == 8;
            case 43 -> length >= 8;
            default -> false;
        };
    }
}
