package io.plainsight.sensor.svn;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/** The items that both sides of ra_svn send: words and numbers, strings as {@code length:bytes}, and lists in parentheses. */
final class SvnItems {
    static final int INCOMPLETE = -1;
    static final int INVALID = -2;
    /** Longest item that is waited for; logins are shorter. */
    static final int MAX_LENGTH = 8192;

    private SvnItems() {}

    /** Length of the item at the cursor with the white space behind it, bytes; {@link #INCOMPLETE} or {@link #INVALID}. */
    static int length(ByteCursor in) {
        int depth = 0;
        int at = 0;
        while (at < MAX_LENGTH) {
            int b = in.peek(at);
            if (b < 0) {
                return INCOMPLETE;
            }
            if (b == '(') {
                depth++;
                at++;
            } else if (b == ')') {
                depth--;
                at++;
            } else if (isSpace(b)) {
                at++;
            } else if (Ascii.isLetter(b) || Ascii.isDigit(b)) {
                at = atomEnd(in, at);
                if (at < 0) {
                    return at;
                }
            } else {
                return INVALID;
            }
            if (depth < 0) {
                return INVALID;
            }
            if (depth == 0 && !isSpace(b)) {
                return in.peek(at) < 0 ? INCOMPLETE : isSpace(in.peek(at)) ? at + 1 : INVALID;
            }
        }
        return INVALID;
    }

    private static int atomEnd(ByteCursor in, int from) {
        int at = from;
        boolean digits = true;
        while (Ascii.isLetter(in.peek(at)) || Ascii.isDigit(in.peek(at)) || in.peek(at) == '-') {
            digits &= Ascii.isDigit(in.peek(at));
            at++;
        }
        if (in.peek(at) < 0) {
            return at > MAX_LENGTH ? INVALID : INCOMPLETE;
        }
        if (!digits || in.peek(at) != ':') {
            return at;
        }
        int length = Ascii.number(in, from);
        if (length < 0 || length > MAX_LENGTH - at) {
            return INVALID;
        }
        int end = at + 1 + length;
        return in.remaining() < end ? INCOMPLETE : end;
    }

    private static boolean isSpace(int b) {
        return b == ' ' || b == '\n';
    }
}
