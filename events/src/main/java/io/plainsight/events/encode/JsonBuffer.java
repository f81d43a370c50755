package io.plainsight.events.encode;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * JSON objects in the making, in one array that is used again and again.
 *
 * <p>A member is its name, its value and a comma; the end of an object or array takes the place of the last comma. An absent
 * value ({@code null}, and an empty text, list or map) leaves no member, as {@link io.plainsight.events.Json} has it.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> grows with the largest content, and is given back beyond
 * {@value #MAX_KEPT_BYTES} bytes; nothing else is allocated for values seen before.
 */
final class JsonBuffer {
    static final int MAX_KEPT_BYTES = 1024 * 1024;
    private static final int INITIAL_BYTES = 16 * 1024;
    /** Quotes, colon, bracket, comma: more than any of the short writes below puts around a text. */
    private static final int AROUND = 16;

    private final EncodedLists lists = new EncodedLists();
    private final TimeText times = new TimeText();
    private final NumberText numbers = new NumberText();
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    int length() {
        return length;
    }

    /** Takes back everything after the first {@code kept} bytes. */
    void truncate(int kept) {
        length = kept;
        if (kept == 0 && bytes.length > MAX_KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    byte[] copy(int from) {
        return Arrays.copyOfRange(bytes, from, length);
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    /** An object without a name: the whole, or an element. */
    void begin() {
        room(AROUND);
        bytes[length++] = '{';
    }

    void begin(String name) {
        name(name, AROUND);
        bytes[length++] = '{';
    }

    void end() {
        close('}');
    }

    void beginArray(String name) {
        name(name, AROUND);
        bytes[length++] = '[';
    }

    void endArray() {
        close(']');
    }

    /** An element that is not there; in an array its place is kept. */
    void absent() {
        literal("null");
    }

    /** The whole object has ended, and nothing follows. */
    void last() {
        length--;
    }

    void endLine() {
        room(1);
        bytes[length++] = '\n';
    }

    void put(String name, String value) {
        if (value != null && !value.isEmpty()) {
            name(name, value.length());
            text(value);
        }
    }

    void put(String name, Boolean value) {
        if (value != null) {
            name(name, AROUND);
            literal(value ? "true" : "false");
        }
    }

    void put(String name, Integer value) {
        if (value != null) {
            integer(name, value);
        }
    }

    void put(String name, Long value) {
        if (value != null) {
            integer(name, value);
        }
    }

    void put(String name, Double value) {
        if (value != null) {
            byte[] text = numbers.of(value);
            name(name, text.length);
            append(text);
        }
    }

    void put(String name, Instant value) {
        if (value != null) {
            name(name, TimeText.MAX_LENGTH + AROUND);
            bytes[length++] = '"';
            length = times.write(value, bytes, length);
            bytes[length++] = '"';
            bytes[length++] = ',';
        }
    }

    void putTexts(String name, List<String> values) {
        if (values != null && !values.isEmpty()) {
            name(name, AROUND);
            texts(values);
        }
    }

    /** @throws IllegalArgumentException when a key is null */
    void putTextsByKey(String name, Map<String, List<String>> values) {
        if (hasValue(values)) {
            begin(name);
            for (Map.Entry<String, List<String>> entry : values.entrySet()) {
                if (entry.getValue() != null) {
                    key(entry.getKey());
                    texts(entry.getValue());
                }
            }
            end();
        }
    }

    /** @throws IllegalArgumentException when a key is null */
    void putTextByKey(String name, Map<String, String> values) {
        if (hasValue(values)) {
            begin(name);
            for (Map.Entry<String, String> entry : values.entrySet()) {
                if (entry.getValue() != null) {
                    key(entry.getKey());
                    text(entry.getValue());
                }
            }
            end();
        }
    }

    /** Appends what was encoded before, comma included. */
    void append(byte[] encoded) {
        room(encoded.length);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    private static boolean hasValue(Map<String, ?> values) {
        if (values != null) {
            for (Object value : values.values()) {
                if (value != null) {
                    return true;
                }
            }
        }
        return false;
    }

    private void texts(List<String> values) {
        byte[] known = lists.find(values);
        if (known != null) {
            append(known);
            return;
        }
        int from = length;
        room(AROUND);
        bytes[length++] = '[';
        for (int i = 0; i < values.size(); i++) {
            String value = values.get(i);
            if (value == null) {
                absent();
            } else {
                text(value);
            }
        }
        endArray();
        lists.offer(values, bytes, from, length);
    }

    private void key(String key) {
        if (key == null) {
            throw new IllegalArgumentException("JSON has no null key");
        }
        text(key);
        bytes[length - 1] = ':';
    }

    private void integer(String name, long value) {
        name(name, NumberText.MAX_LENGTH + AROUND);
        length = NumberText.write(value, bytes, length);
        bytes[length++] = ',';
    }

    /** Opens a member with one of our own names, which need no escapes, and makes room for {@code more} bytes after it. */
    private void name(String name, int more) {
        int count = name.length();
        room(count + more + AROUND);
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        AsciiText.copy(name, count, to, at);
        at += count;
        to[at] = '"';
        to[at + 1] = ':';
        length = at + 2;
    }

    private void text(String value) {
        int count = value.length();
        room(count + AROUND);
        int at = length;
        bytes[at] = '"';
        if (AsciiText.copyPlain(value, count, bytes, at + 1)) {
            at += count + 1;
        } else {
            room(count * (long) EscapedText.MAX_BYTES_PER_CHAR + AROUND);
            at = EscapedText.write(value, bytes, at + 1);
        }
        bytes[at] = '"';
        bytes[at + 1] = ',';
        length = at + 2;
    }

    private void literal(String text) {
        int count = text.length();
        room(AROUND);
        AsciiText.copy(text, count, bytes, length);
        length += count;
        bytes[length++] = ',';
    }

    private void close(char bracket) {
        if (bytes[length - 1] == ',') {
            bytes[length - 1] = (byte) bracket;
        } else {
            room(AROUND);
            bytes[length++] = (byte) bracket;
        }
        room(AROUND);
        bytes[length++] = ',';
    }

    private void room(long more) {
        if (bytes.length - length < more) {
            grow(more);
        }
    }

    private void grow(long more) {
        long wanted = Math.max(length + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - AROUND));
        bytes = Arrays.copyOf(bytes, Math.toIntExact(wanted));
    }
}
