package io.plainsight.sensor.nbns;

import io.plainsight.sensor.buffer.ByteCursor;

/** NetBIOS names on the wire (RFC 1001 section 14.1): 16 bytes, each half byte a letter from A to P. */
final class NetbiosName {
    /** Length byte and letters. */
    static final int LENGTH = 33;

    private static final int LETTERS = 32;
    private static final int MAX_LABEL = 63;

    private NetbiosName() {}

    /** Whether the bytes at {@code offset} begin such a name. */
    static boolean at(ByteCursor in, int offset) {
        if (in.peek(offset) != LETTERS) {
            return false;
        }
        for (int i = 1; i <= LETTERS; i++) {
            int letter = in.peek(offset + i);
            if (letter < 'A' || letter > 'P') {
                return false;
            }
        }
        return true;
    }

    /**
     * Where the name at {@code offset} ends, with the scope that may follow its first label (RFC 1002 section 4.1).
     *
     * @return the offset behind it, or -1 when there is no such name or not all of it
     */
    static int end(ByteCursor in, int offset) {
        if (!at(in, offset)) {
            return -1;
        }
        int end = offset + LENGTH;
        while (in.peek(end) > 0 && in.peek(end) <= MAX_LABEL) {
            end += 1 + in.peek(end);
        }
        return in.peek(end) == 0 ? end + 1 : -1;
    }
}
