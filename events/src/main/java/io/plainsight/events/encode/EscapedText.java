package io.plainsight.events.encode;

/**
 * Texts that hold more than plain ASCII, as UTF-8 in JSON (RFC 8259 section 7). Quotes, backslashes and control characters
 * are escaped, the well-known ones with their letter; so are the halves of surrogate pairs, one by one, and those without
 * their other half, which UTF-8 could not show.
 */
final class EscapedText {
    /** A backslash, {@code u} and four digits. */
    static final int MAX_BYTES_PER_CHAR = 6;

    private static final String HEX = "0123456789ABCDEF";

    private EscapedText() {}

    /** @return where the text ends */
    static int write(String text, byte[] to, int from) {
        int at = from;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < 0x80) {
                at = ascii(c, to, at);
            } else if (c < 0x800) {
                to[at++] = (byte) (0xc0 | c >> 6);
                to[at++] = (byte) (0x80 | c & 0x3f);
            } else if (Character.isSurrogate(c)) {
                at = hexadecimal(c, to, at);
            } else {
                to[at++] = (byte) (0xe0 | c >> 12);
                to[at++] = (byte) (0x80 | c >> 6 & 0x3f);
                to[at++] = (byte) (0x80 | c & 0x3f);
            }
        }
        return at;
    }

    private static int ascii(char c, byte[] to, int at) {
        char letter =
                switch (c) {
                    case '"', '\\' -> c;
                    case '\b' -> 'b';
                    case '\t' -> 't';
                    case '\n' -> 'n';
                    case '\f' -> 'f';
                    case '\r' -> 'r';
                    default -> 0;
                };
        if (letter != 0) {
            to[at] = '\\';
            to[at + 1] = (byte) letter;
            return at + 2;
        }
        if (c < ' ') {
            return hexadecimal(c, to, at);
        }
        to[at] = (byte) c;
        return at + 1;
    }

    private static int hexadecimal(char c, byte[] to, int at) {
        to[at] = '\\';
        to[at + 1] = 'u';
        for (int digit = 0; digit < 4; digit++) {
            to[at + 2 + digit] = (byte) HEX.charAt(c >> 12 - 4 * digit & 0xf);
        }
        return at + MAX_BYTES_PER_CHAR;
    }
}
