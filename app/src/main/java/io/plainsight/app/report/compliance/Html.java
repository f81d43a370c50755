package io.plainsight.app.report.compliance;

import io.plainsight.app.report.Printable;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Writes HTML whose text cannot become markup: whatever is put in is escaped, and control and format characters are shown by
 * their code. Not thread-safe.
 */
final class Html {
    private final StringBuilder out = new StringBuilder();
    private final Deque<String> open = new ArrayDeque<>();

    /** Begins an element; attributes as name, value, name, value. */
    Html open(String element, String... attributes) {
        tag(element, attributes);
        open.push(element);
        return this;
    }

    /** Ends the element that was begun last. */
    Html close() {
        out.append("</").append(open.pop()).append(">\n");
        return this;
    }

    /** Text inside the element that was begun last. */
    Html text(String text) {
        escape(text);
        return this;
    }

    /** A whole element with text alone. */
    Html element(String element, String text, String... attributes) {
        return open(element, attributes).text(text).close();
    }

    /** An element that has no content, such as {@code meta}. */
    Html empty(String element, String... attributes) {
        tag(element, attributes);
        return this;
    }

    /** Takes text of our own as it is: a style sheet. */
    Html trusted(String markup) {
        out.append(markup);
        return this;
    }

    /** The document; every element must have been ended. */
    @Override
    public String toString() {
        if (!open.isEmpty()) {
            throw new IllegalStateException("elements are still open: " + open);
        }
        return out.toString();
    }

    private void tag(String element, String... attributes) {
        out.append('<').append(element);
        for (int i = 0; i < attributes.length; i += 2) {
            out.append(' ').append(attributes[i]).append("=\"");
            escape(attributes[i + 1]);
            out.append('"');
        }
        out.append('>');
    }

    private void escape(String text) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> Printable.append(c, out);
            }
        });
    }
}
