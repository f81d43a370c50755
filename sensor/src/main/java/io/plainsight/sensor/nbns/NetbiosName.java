package io.plainsight.sensor.nbns;

import io.plainsight.sensor.buffer.ByteCursor;

/** NetBIOS names on the wire (RFC 1001 section 14.1): 16 bytes, each half byte a letter from A to P. */
final class NetbiosName {
    /** Length byte and letters. */
    static final int LENGTH = 33;

    private static final int LETTERS = 32;

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
}
