package io.plainsight.sensor.s7comm;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * TPKT (RFC 1006 section 6) around COTP (ISO 8073), and the head of S7 inside.
 *
 * <pre>
 *  03 00 | Length (16) | LI (8): bytes of the COTP header behind it | e0 request, d0 confirm, f0 data | ...
 *  32 | Kind (8): 1 job, 2 ack, 3 ack with data, 7 user data | 0000 | Reference (16) | Parameters' length (16) | Data's length (16) | ...
 * </pre>
 */
final class Cotp {
    static final int TPKT_LENGTH = 4;
    static final int MIN_LENGTH = 7;
    static final int MAX_LENGTH = 8192;

    static final int S7 = 0x32;
    static final int USER_DATA = 7;
    private static final int ACK_WITH_DATA = 3;

    private static final int VERSION = 3;
    private static final int CONNECTION_REQUEST = 0xe0;
    private static final int CONNECTION_CONFIRM = 0xd0;
    private static final int DATA = 0xf0;
    private static final int DATA_HEADER_LENGTH = 2;
    private static final int CONNECTION_HEADER_LENGTH = 6;

    private Cotp() {}

    /** Whether this may be one of the three units that S7 has, as far as the bytes go. */
    static boolean mayBe(ByteCursor in) {
        int length = Peek.u16(in, 2);
        int header = in.peek(4);
        int type = in.peek(5);
        boolean fits = Peek.may(in, 0, VERSION)
                && Peek.may(in, 1, 0)
                && (length < 0 || length >= MIN_LENGTH && length <= MAX_LENGTH)
                && (header < 0 || header >= DATA_HEADER_LENGTH && header < length - TPKT_LENGTH);
        boolean connection = (type == CONNECTION_REQUEST || type == CONNECTION_CONFIRM)
                && header >= CONNECTION_HEADER_LENGTH
                && header == length - TPKT_LENGTH - 1;
        return fits && (type < 0 || connection || type == DATA && header == DATA_HEADER_LENGTH);
    }

    static boolean isData(ByteCursor in) {
        return in.peek(5) == DATA;
    }

    /** Offset of what COTP carries; {@link Peek#NONE} while its header's length is not there. */
    static int payload(ByteCursor in) {
        return in.peek(5) < 0 ? Peek.NONE : TPKT_LENGTH + 1 + in.peek(4);
    }

    static boolean isKind(int kind) {
        return kind >= 1 && kind <= ACK_WITH_DATA || kind == USER_DATA;
    }
}
