package io.plainsight.sensor.memcached;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.StrictFrameDissector;
import io.plainsight.sensor.text.Ascii;
import java.util.List;

/**
 * The units of memcached's text protocol (memcached's protocol.txt): a line, and behind the line of a command that stores,
 * the value with its CRLF.
 *
 * <pre>
 *  set|add|replace|append|prepend key flags exptime bytes [noreply] CRLF value CRLF        cas … bytes unique
 *  ms key bytes flags… CRLF value CRLF
 *  VALUE key flags bytes [unique] CRLF value CRLF … END CRLF
 * </pre>
 */
final class MemcachedText {
    /** The unit's length is not known yet. */
    static final long INCOMPLETE = -1;
    /** No unit begins so. */
    static final long INVALID = -2;

    private static final List<String> STORAGE = List.of("SET", "ADD", "REPLACE", "APPEND", "PREPEND", "CAS");
    private static final List<String> WITHOUT_USER_DATA = List.of("STATS", "VERSION", "VERBOSITY", "QUIT", "MN");
    /** First words of answers; in upper case. */
    private static final List<String> ANSWERS = List.of(
            "VALUE",
            "END",
            "STORED",
            "NOT_STORED",
            "EXISTS",
            "NOT_FOUND",
            "DELETED",
            "TOUCHED",
            "STAT",
            "VERSION",
            "OK",
            "RESET",
            "ERROR",
            "CLIENT_ERROR",
            "SERVER_ERROR",
            "HD",
            "VA",
            "EN",
            "NF",
            "NS",
            "EX",
            "ME",
            "MN");
    /** Of a longer line, such as one that asks for many keys, as much is read at once. */
    private static final int MAX_LINE = StrictFrameDissector.MAX_INSPECTED;

    private static final int CRLF = 2;
    private static final int NO_LINE = -1;

    private MemcachedText() {}

    /** Bytes of a command with its value; {@link #INCOMPLETE}. The cursor is not moved. */
    static long requestLength(ByteCursor in) {
        int line = lineLength(in);
        if (line == NO_LINE) {
            return in.remaining() < MAX_LINE ? INCOMPLETE : MAX_LINE;
        }
        int bytes = valueLength(in);
        return bytes < 0 ? line : (long) line + bytes + CRLF;
    }

    /** Bytes of an answer's first line; {@link #INCOMPLETE} or {@link #INVALID}. The cursor is not moved. */
    static long answerLength(ByteCursor in) {
        if (!Ascii.isLetter(in.peek(0)) && !Ascii.isDigit(in.peek(0))) {
            return INVALID;
        }
        int line = lineLength(in);
        if (line == NO_LINE) {
            return in.remaining() < MAX_LINE ? INCOMPLETE : INVALID;
        }
        return isAnswer(in, line) ? line : INVALID;
    }

    static boolean isUserData(ByteCursor request) {
        if (request.peek(0) == '\r' || request.peek(0) == '\n') {
            return false;
        }
        for (String command : WITHOUT_USER_DATA) {
            if (isWord(request, 0, command)) {
                return false;
            }
        }
        return true;
    }

    /** Whether the line is that of a command that stores, whole and with all its numbers. */
    static boolean isStorage(ByteCursor line) {
        return valueLength(line) >= 0 && !isWord(line, 0, "MS");
    }

    /** Whether a line is the head of a value, whole and with both its numbers. */
    static boolean isValue(ByteCursor line) {
        if (!isWord(line, 0, "VALUE")) {
            return false;
        }
        int flags = nextWord(line, nextWord(line, 0));
        return Ascii.number(line, flags) >= 0 && Ascii.number(line, nextWord(line, flags)) >= 0;
    }

    /** Bytes of the value behind this line; negative when none follows. */
    private static int valueLength(ByteCursor in) {
        int key = nextWord(in, 0);
        if (isWord(in, 0, "MS")) {
            return Ascii.number(in, nextWord(in, key));
        }
        boolean storage = false;
        for (String command : STORAGE) {
            storage |= isWord(in, 0, command);
        }
        int flags = nextWord(in, key);
        int expiry = nextWord(in, flags);
        boolean numbers =
                Ascii.number(in, flags) >= 0 && Ascii.number(in, in.peek(expiry) == '-' ? expiry + 1 : expiry) >= 0;
        return storage && numbers ? Ascii.number(in, nextWord(in, expiry)) : Ascii.NO_NUMBER;
    }

    private static boolean isAnswer(ByteCursor in, int line) {
        if (Ascii.isDigit(in.peek(0))) {
            // the new value that incr and decr answer with
            return nextWord(in, 0) >= line - CRLF;
        }
        for (String answer : ANSWERS) {
            if (isWord(in, 0, answer)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isWord(ByteCursor in, int at, String upper) {
        int next = in.peek(at + upper.length());
        return Ascii.matchesAt(in, at, upper) && (next < 0 || next == ' ' || next == '\r' || next == '\n');
    }

    /** Offset of the word behind the one at {@code at}; the line's end when there is none. */
    private static int nextWord(ByteCursor in, int at) {
        int next = at;
        while (in.peek(next) > ' ') {
            next++;
        }
        while (in.peek(next) == ' ') {
            next++;
        }
        return next;
    }

    private static int lineLength(ByteCursor in) {
        int limit = Math.min(in.remaining(), MAX_LINE);
        for (int i = 0; i < limit; i++) {
            if (in.peek(i) == '\n') {
                return i + 1;
            }
        }
        return NO_LINE;
    }
}
