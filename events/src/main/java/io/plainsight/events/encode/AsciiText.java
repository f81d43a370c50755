package io.plainsight.events.encode;

/** Copies of texts that are the same in JSON as in Java: ASCII without quotes, backslashes and control characters. */
final class AsciiText {
    /** By character; whether it stands for itself. */
    private static final boolean[] PLAIN = new boolean[128];

    static {
        for (char c = ' '; c < PLAIN.length; c++) {
            PLAIN[c] = c != '"' && c != '\\';
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
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c >= PLAIN.length || !PLAIN[c]) {
                return false;
            }
            to[at + i] = (byte) c;
        }
        return true;
    }
}
