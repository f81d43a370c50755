package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Comparisons of the bytes at a cursor with ASCII words, in place and without regard to case. No method moves the cursor
 * unless its name says so; words are given in upper case.
 *
 * <p><b>Memory:</b> nothing is allocated.
 */
public final class Ascii {
    /** What {@link #number} returns where there is none. */
    public static final int NO_NUMBER = -1;

    private static final int MAX_DIGITS = 9;

    private Ascii() {}

    public static boolean startsWith(ByteCursor in, String upper) {
        return matchesAt(in, 0, upper);
    }

    /** Whether the cursor holds exactly this word. */
    public static boolean is(ByteCursor in, String upper) {
        return in.remaining() == upper.length() && matchesAt(in, 0, upper);
    }

    /** Whether the first word, ended by a space or the end, is this one. */
    public static boolean firstWordIs(ByteCursor in, String upper) {
        if (!matchesAt(in, 0, upper)) {
            return false;
        }
        int next = in.peek(upper.length());
        return next < 0 || next == ' ' || next == '\t';
    }

    public static boolean contains(ByteCursor in, String upper) {
        return indexOf(in, upper, 0) >= 0;
    }

    /** Offset from the position of the first occurrence at or behind {@code from}; -1 when there is none. */
    public static int indexOf(ByteCursor in, String upper, int from) {
        int last = in.remaining() - upper.length();
        for (int i = from; i <= last; i++) {
            if (matchesAt(in, i, upper)) {
                return i;
            }
        }
        return -1;
    }

    public static boolean matchesAt(ByteCursor in, int offset, String upper) {
        int length = upper.length();
        if (offset < 0 || length > in.remaining() - offset) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (toUpper(in.peek(offset + i)) != upper.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    /** Moves past the first word and the spaces behind it. */
    public static void skipWord(ByteCursor in) {
        while (in.remaining() > 0 && !isSpace(in.peek(0))) {
            in.skip(1);
        }
        skipSpaces(in);
    }

    public static void skipSpaces(ByteCursor in) {
        while (isSpace(in.peek(0))) {
            in.skip(1);
        }
    }

    /** Length of the first word. */
    public static int wordLength(ByteCursor in) {
        int length = 0;
        while (in.peek(length) >= 0 && !isSpace(in.peek(length))) {
            length++;
        }
        return length;
    }

    /** The decimal number at {@code offset}, at most nine digits; {@link #NO_NUMBER} when there is none or it is longer. */
    public static int number(ByteCursor in, int offset) {
        int value = 0;
        int digits = 0;
        while (isDigit(in.peek(offset + digits))) {
            value = value * 10 + in.peek(offset + digits) - '0';
            if (++digits > MAX_DIGITS) {
                return NO_NUMBER;
            }
        }
        return digits == 0 ? NO_NUMBER : value;
    }

    /** Whether all bytes are text: printable ASCII, tabs, or bytes above 0x7f as UTF-8 and old code pages have them. */
    public static boolean isText(ByteCursor in) {
        for (int i = 0; i < in.remaining(); i++) {
            if (!isText(in.peek(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether all bytes are printable ASCII or tabs. */
    public static boolean isPrintable(ByteCursor in) {
        for (int i = 0; i < in.remaining(); i++) {
            if (!isPrintable(in.peek(i))) {
                return false;
            }
        }
        return true;
    }

    public static boolean isPrintable(int b) {
        return b >= 0x20 && b < 0x7f || b == '\t';
    }

    public static boolean isText(int b) {
        return b >= 0x20 && b != 0x7f || b == '\t';
    }

    public static boolean isDigit(int b) {
        return b >= '0' && b <= '9';
    }

    public static boolean isLetter(int b) {
        int upper = toUpper(b);
        return upper >= 'A' && upper <= 'Z';
    }

    private static boolean isSpace(int b) {
        return b == ' ' || b == '\t';
    }

    private static int toUpper(int b) {
        return b >= 'a' && b <= 'z' ? b - ('a' - 'A') : b;
    }
}
