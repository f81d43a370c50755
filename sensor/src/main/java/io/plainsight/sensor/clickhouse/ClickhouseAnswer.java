package io.plainsight.sensor.clickhouse;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolSignature.Match;

/**
 * The server's first packet: its Hello, an exception, or the challenge of a login with an SSH key.
 *
 * <pre>
 *  0 | Name | Major | Minor | Revision …       2 | Code (32) | "DB::Exception" …       18 | Challenge
 * </pre>
 */
final class ClickhouseAnswer {
    private static final int EXCEPTION = 2;
    private static final int SSH_CHALLENGE = 18;
    private static final int NAME_AT = 5;
    private static final int MAX_CHALLENGE = 64;
    private static final String NAMESPACE = "DB::";
    private static final int MAX_BITS = 63;

    private ClickhouseAnswer() {}

    static Match match(ByteCursor in) {
        int type = in.peek(0);
        if (type == 0) {
            return ClickhouseSignature.matchHello(in);
        }
        if (type == EXCEPTION) {
            for (int i = 0; i < NAMESPACE.length(); i++) {
                int b = in.peek(NAME_AT + 1 + i);
                if (b >= 0 && b != NAMESPACE.charAt(i)) {
                    return Match.NO;
                }
            }
            return in.remaining() > NAME_AT + NAMESPACE.length() ? Match.YES : Match.MAYBE;
        }
        if (type == SSH_CHALLENGE) {
            int length = in.peek(1);
            return length < 0 ? Match.MAYBE : length > 0 && length <= MAX_CHALLENGE ? Match.YES : Match.NO;
        }
        return Match.NO;
    }

    /** The revision in a Hello; 0 in another packet. The cursor is moved. */
    static long revision(ByteCursor in) {
        if (in.u8() != 0) {
            return 0;
        }
        in.skip(in.u8());
        varint(in);
        varint(in);
        return varint(in);
    }

    /** Seven bits a byte, the lowest first; at most nine bytes are read. */
    static long varint(ByteCursor in) {
        long value = 0;
        for (int shift = 0; shift < MAX_BITS; shift += 7) {
            int b = in.u8();
            value |= (long) (b & 0x7f) << shift;
            if (b < 0x80) {
                break;
            }
        }
        return value;
    }
}
