package io.plainsight.sensor.http;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.text.Ascii;

/** Reads HTTP/1.x start lines in place (RFC 9112 sections 3 and 4). No method moves its cursor. */
final class HttpLines {
    /** What {@link #status} returns for a line that is no status line. */
    static final int NO_STATUS = -1;

    private static final String VERSION = "HTTP/1.";
    private static final int VERSION_LENGTH = 8;
    private static final int STATUS_OFFSET = 9;
    private static final int MIN_METHOD = 3;
    /** Longest registered method: UPDATEREDIRECTREF (IANA HTTP Method Registry). */
    private static final int MAX_METHOD = 17;

    private HttpLines() {}

    /** {@code request-line = method SP request-target SP HTTP-version}. */
    static boolean isRequest(ByteCursor line) {
        int method = methodLength(line);
        int target = line.remaining() - VERSION_LENGTH - 1;
        if (method < MIN_METHOD || line.peek(method) != ' ' || target <= method + 1 || line.peek(target) != ' ') {
            return false;
        }
        for (int i = method + 1; i < target; i++) {
            if (line.peek(i) <= ' ' || !Ascii.isText(line.peek(i))) {
                return false;
            }
        }
        return isVersion(line, target + 1);
    }

    /** Whether the bytes so far, which hold no line end yet, may be the beginning of a request line. */
    static boolean mayBeRequest(ByteCursor in) {
        int method = methodLength(in);
        if (method == in.remaining()) {
            return true;
        }
        if (method < MIN_METHOD || in.peek(method) != ' ') {
            return false;
        }
        for (int i = method + 1; i < in.remaining(); i++) {
            if (!Ascii.isText(in.peek(i)) && in.peek(i) != '\r') {
                return false;
            }
        }
        return in.peek(method + 1) != ' ';
    }

    /** {@code status-line = HTTP-version SP status-code SP [ reason-phrase ]}; servers also leave the last space out. */
    static int status(ByteCursor line) {
        int status = isVersion(line, 0) && line.peek(VERSION_LENGTH) == ' ' ? Ascii.number(line, STATUS_OFFSET) : 0;
        int behind = line.peek(STATUS_OFFSET + 3);
        return status >= 100 && status <= 999 && (behind < 0 || behind == ' ') ? status : NO_STATUS;
    }

    /** Whether the bytes so far, which hold no line end yet, may be the beginning of a status line. */
    static boolean mayBeStatus(ByteCursor in) {
        int known = Math.min(in.remaining(), VERSION.length());
        for (int i = 0; i < known; i++) {
            if (in.peek(i) != VERSION.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isVersion(ByteCursor line, int offset) {
        for (int i = 0; i < VERSION.length(); i++) {
            if (line.peek(offset + i) != VERSION.charAt(i)) {
                return false;
            }
        }
        return Ascii.isDigit(line.peek(offset + VERSION.length()));
    }

    /** Upper-case letters and hyphens; no method in use has others. More than the longest counts as none. */
    private static int methodLength(ByteCursor line) {
        int length = 0;
        int b = line.peek(0);
        while (b >= 'A' && b <= 'Z' || b == '-' && length > 0 || b == '_' && length > 0) {
            b = line.peek(++length);
        }
        return length > MAX_METHOD ? 0 : length;
    }
}
