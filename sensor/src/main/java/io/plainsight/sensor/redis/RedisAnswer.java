package io.plainsight.sensor.redis;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/**
 * The head of an answer in RESP2 or RESP3: a type, then text, or a number, up to CRLF.
 *
 * <pre>
 *  +text -error    :n $n *n _ #t ,double (big !n =n %n ~n >n |n
 * </pre>
 */
final class RedisAnswer {
    /** The head is not complete. */
    static final int INCOMPLETE = -1;
    /** No answer begins so. */
    static final int INVALID = -2;

    private static final String TEXT = "+-";
    private static final String NUMBERS = ":$*_#,(!=%~>|";
    /** Longest head that is waited for; errors quote the command's first 128 bytes. */
    private static final int MAX_HEAD = 1024;

    private RedisAnswer() {}

    /** Bytes of the head with its CRLF; {@link #INCOMPLETE} or {@link #INVALID}. The cursor is not moved. */
    static int length(ByteCursor in) {
        int type = in.peek(0);
        if (type < 0) {
            return INCOMPLETE;
        }
        boolean text = TEXT.indexOf(type) >= 0;
        if (!text && NUMBERS.indexOf(type) < 0) {
            return INVALID;
        }
        for (int at = 1; at < MAX_HEAD; at++) {
            int b = in.peek(at);
            if (b < 0) {
                return INCOMPLETE;
            }
            if (b == '\r') {
                int next = in.peek(at + 1);
                return next == '\n' ? at + 2 : next < 0 ? INCOMPLETE : INVALID;
            }
            if (text ? !Ascii.isText(b) : !isNumeral(b)) {
                return INVALID;
            }
        }
        return INVALID;
    }

    /** Digits, signs, and the letters of {@code 1.5e10}, {@code inf}, {@code nan}, {@code #t} and {@code #f}. */
    private static boolean isNumeral(int b) {
        return Ascii.isDigit(b) || "+-.eEinfatINFAT".indexOf(b) >= 0;
    }
}
