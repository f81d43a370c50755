package io.plainsight.sensor.rdp;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/**
 * TPKT (RFC 1006) around an X.224 connection request or confirm, with RDP's negotiation at its end ([MS-RDPBCGR] 2.2.1.1, 2.2.1.2).
 *
 * <pre>
 *  03 00 | Length (16) | LI (8) | Code (8) | DST-REF (16) | SRC-REF (16) | Class (8) | [cookie CRLF] | [negotiation (8 bytes)]
 *  negotiation: Type (8) | Flags (8) | 08 00 | Protocols (32, little endian)
 * </pre>
 */
final class X224 {
    static final int HEADER_LENGTH = 11;
    static final int CONNECTION_REQUEST = 0xe0;
    static final int CONNECTION_CONFIRM = 0xd0;

    static final int NEGOTIATION_REQUEST = 1;
    static final int NEGOTIATION_RESPONSE = 2;
    static final int NEGOTIATION_FAILURE = 3;
    static final int NEGOTIATION_LENGTH = 8;

    private static final int TPKT_VERSION = 3;
    private static final int LI_OFFSET = 4;
    private static final int CODE_OFFSET = 5;

    private X224() {}

    static boolean mayBe(ByteCursor in, int code) {
        return isTpkt(in)
                && is(in, CODE_OFFSET, code)
                && (in.peek(LI_OFFSET) < 0 || in.peek(LI_OFFSET) == length(in) - 5);
    }

    static boolean isTpkt(ByteCursor in) {
        return is(in, 0, TPKT_VERSION) && is(in, 1, 0);
    }

    /** Length of the whole packet; call with four bytes present. */
    static int length(ByteCursor in) {
        return in.peek(2) << 8 | in.peek(3);
    }

    /** Whether the request carries the routing cookie; call with the whole packet present. */
    static boolean hasCookie(ByteCursor in) {
        return Ascii.matchesAt(in, HEADER_LENGTH, "COOKIE: MS");
    }

    /** Offset of the negotiation, or -1; call with the whole packet present. */
    static int negotiationOffset(ByteCursor in) {
        int length = length(in);
        // a correlation info of 36 bytes may follow a request ([MS-RDPBCGR] 2.2.1.1.2)
        for (int back = NEGOTIATION_LENGTH; back <= NEGOTIATION_LENGTH + 36; back += 36) {
            int at = length - back;
            boolean typed = in.peek(at) >= NEGOTIATION_REQUEST && in.peek(at) <= NEGOTIATION_FAILURE;
            if (at >= HEADER_LENGTH && typed && in.peek(at + 2) == NEGOTIATION_LENGTH && in.peek(at + 3) == 0) {
                return at;
            }
        }
        return -1;
    }

    private static boolean is(ByteCursor in, int offset, int value) {
        return in.peek(offset) < 0 || in.peek(offset) == value;
    }
}
