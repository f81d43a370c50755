package io.plainsight.events.encode;

/** Copies of texts that are the same in JSON as in Java: ASCII without quotes, backslashes and control characters. */
final class AsciiText {
    /** By byte: not zero where it does not stand for itself. */
    private static final byte[] SPECIAL = new byte[256];

    static {
        for (int c = 0; c < SPECIAL.length; c++) {
            SPECIAL[c] = (byte) (c < ' ' || c == '"' || c == '\\' || c > 0x7f ? 1 : 0);
        }
    }

    private AsciiText() {}

    /** Copies a text that is known to be plain. */
    @SuppressWarnings("deprecation") // takes the low byte of each character, which is all that ASCII has
    static void copy(String text, int count, byte[] to, int at) {
        text.getBytes(0, count, to, at);
    }

    /**
     * Copies a text if it is plain.
     *
     * @return false when it is not; then the bytes at its place are of no use
     */
    static boolean copyPlain(String text, int count, byte[] to, int at) {
        int all = 0;
        int special = 0;
        // no branches: nearly all texts are plain, and looking at the sum once is quicker than at each character
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            all |= c;
            special |= SPECIAL[c & 0xff];
            to[at + i] = (byte) c;
        }
        return all < SPECIAL.length && special == 0;
    }
}
