package io.plainsight.app.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Text in lines that keep to a width, each indented. Breaks between words only: a name cut in two cannot be searched. */
final class Wrapped {
    private final int width;
    private final String indent;
    private final List<String> lines = new ArrayList<>();

    /**
     * @param width of a line with its indent, in columns
     * @param indent blanks before each line
     */
    Wrapped(int width, int indent) {
        this.width = width;
        this.indent = " ".repeat(indent);
    }

    /** Adds a text that may break at its blanks. */
    Wrapped words(String text) {
        return fill(Arrays.asList(text.split(" ", -1)), " ");
    }

    /** Adds a list that may break between its items, which keep their blanks. */
    Wrapped items(List<String> items) {
        return fill(items, ", ");
    }

    /** At least one line. */
    List<String> lines() {
        return lines;
    }

    private Wrapped fill(List<String> parts, String separator) {
        StringBuilder line = new StringBuilder(indent).append(parts.get(0));
        for (String part : parts.subList(1, parts.size())) {
            if (columns(line) + separator.length() + columns(part) > width) {
                lines.add(line.append(separator.stripTrailing()).toString().stripTrailing());
                line = new StringBuilder(indent).append(part);
            } else {
                line.append(separator).append(part);
            }
        }
        lines.add(line.toString());
        return this;
    }

    private static int columns(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
