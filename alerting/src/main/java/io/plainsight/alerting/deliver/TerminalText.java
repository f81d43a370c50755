package io.plainsight.alerting.deliver;

/**
 * Makes text from the wire harmless for a terminal or a log line. Control characters (C0, DEL, C1), separators of lines
 * and paragraphs, characters that change the direction of writing or are invisible (Unicode categories Cc, Cf, Zl, Zp,
 * Co), and lone surrogates become a visible escape in Java's spelling, such as {@code \}{@code u001b}.
 */
public final class TerminalText {
    private TerminalText() {}

    /** All of {@code text}, on one line. */
    public static String escape(String text) {
        return escape(text, Integer.MAX_VALUE);
    }

    /** At most {@code maxChars} characters of {@code text} before escaping; what is left out shows as an ellipsis. */
    public static String escape(String text, int maxChars) {
        int end = Math.min(text.length(), maxChars);
        StringBuilder out = new StringBuilder(end + 16);
        for (int i = 0; i < end; ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (isHarmful(codePoint)) {
                for (char unit : Character.toChars(codePoint)) {
                    out.append("\\u").append(String.format("%04x", (int) unit));
                }
            } else {
                out.appendCodePoint(codePoint);
            }
        }
        return end < text.length() ? out.append('…').toString() : out.toString();
    }

    private static boolean isHarmful(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> true;
            default -> false;
        };
    }
}
