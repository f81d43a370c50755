package io.plainsight.app.report;

/** Makes text from the wire harmless to look at: control and format characters are shown by their code. */
public final class Printable {
    private Printable() {}

    public static String of(String text) {
        StringBuilder safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> append(c, safe));
        return safe.toString();
    }

    /** Appends one code point as it may be shown. */
    public static void append(int codePoint, StringBuilder out) {
        int type = Character.getType(codePoint);
        boolean hidden = Character.isISOControl(codePoint)
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.SURROGATE;
        if (hidden) {
            out.append(String.format("\\u%04x", codePoint));
        } else {
            out.appendCodePoint(codePoint);
        }
    }
}
