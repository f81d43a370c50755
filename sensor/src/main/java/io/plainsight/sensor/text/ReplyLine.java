package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * A server's reply line as SMTP, FTP and NNTP have it: three digits, then {@code -} (more lines follow) or a space, then
 * text (RFC 5321 section 4.2, RFC 959 section 4.2, RFC 3977 section 3.2). A view, reused from line to line.
 */
public final class ReplyLine {
    /** The code of a line that begins with none. */
    public static final int NO_CODE = -1;

    /** Bytes of the code and of what separates it from the text. */
    public static final int HEAD_LENGTH = 4;

    private int code = NO_CODE;
    private boolean last;

    /** Reads the line's head and moves the cursor to the text behind it; leaves it in place where there is no code. */
    public ReplyLine wrap(ByteCursor line) {
        code = NO_CODE;
        last = false;
        int separator = line.peek(3);
        boolean digits = line.peek(0) >= '1' && line.peek(0) <= '6' && isDigit(line, 1) && isDigit(line, 2);
        if (digits && (separator < 0 || separator == ' ' || separator == '-')) {
            code = (line.peek(0) - '0') * 100 + (line.peek(1) - '0') * 10 + line.peek(2) - '0';
            last = separator != '-';
            line.skip(Math.min(HEAD_LENGTH, line.remaining()));
        }
        return this;
    }

    /** 100 to 699, or {@link #NO_CODE}. */
    public int code() {
        return code;
    }

    /** Whether the reply ends with this line. */
    public boolean isLast() {
        return last;
    }

    public boolean isPositive() {
        return code >= 200 && code < 400;
    }

    public boolean isNegative() {
        return code >= 400;
    }

    private static boolean isDigit(ByteCursor line, int offset) {
        return Ascii.isDigit(line.peek(offset));
    }
}
