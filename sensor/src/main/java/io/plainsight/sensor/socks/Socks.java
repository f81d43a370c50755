package io.plainsight.sensor.socks;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/** Layouts of SOCKS 4, 4a and 5 (RFC 1928, RFC 1929; "SOCKS: A protocol for TCP proxy", Y. Lee). */
final class Socks {
    static final int VERSION_4 = 4;
    static final int VERSION_5 = 5;
    /** Version of the sub-negotiation of RFC 1929. */
    static final int AUTH_VERSION = 1;

    static final int METHOD_USERNAME_PASSWORD = 2;
    /** IANA SOCKS Methods registry: 0x00 to 0x09 are assigned, 0x80 to 0xfe private. */
    static final int LAST_ASSIGNED_METHOD = 9;

    static final int FIRST_PRIVATE_METHOD = 0x80;
    static final int MAX_METHODS = 16;

    static final int REPLY_4_LENGTH = 8;
    static final int REPLY_4_GRANTED = 0x5a;

    static final int INCOMPLETE = -1;
    static final int INVALID = -2;

    private static final int USER_4_OFFSET = 8;
    private static final int MAX_TEXT = 255;

    private Socks() {}

    /** Length of a SOCKS 4 or 4a request: {@code 04 cmd port(2) address(4) user 0 [host 0]}. */
    static int request4Length(ByteCursor in) {
        int user = textEnd(in, USER_4_OFFSET);
        // 0.0.0.x asks the proxy to resolve the host (4a)
        boolean host = in.peek(4) == 0 && in.peek(5) == 0 && in.peek(6) == 0 && in.peek(7) != 0;
        return user < 0 || !host ? user : textEnd(in, user);
    }

    /** Length of a SOCKS 5 request or reply: {@code 05 code 00 type address port(2)}. */
    static int message5Length(ByteCursor in) {
        if (in.peek(4) < 0) {
            return INCOMPLETE;
        }
        int address =
                switch (in.peek(3)) {
                    case 1 -> 4;
                    case 3 -> 1 + in.peek(4);
                    case 4 -> 16;
                    default -> INVALID;
                };
        return address == INVALID || in.peek(0) != VERSION_5 ? INVALID : 4 + address + 2;
    }

    private static int textEnd(ByteCursor in, int from) {
        for (int i = from; i < from + MAX_TEXT; i++) {
            int b = in.peek(i);
            if (b <= 0) {
                return b == 0 ? i + 1 : INCOMPLETE;
            }
            if (!Ascii.isPrintable(b)) {
                return INVALID;
            }
        }
        return INVALID;
    }
}
