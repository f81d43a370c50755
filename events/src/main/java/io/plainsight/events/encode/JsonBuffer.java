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
    /**
     * More than a number or a time with all that stands around it, and then the ends of all objects that can be open; every
     * write leaves room for these.
     */
    private static final int SLACK = 96;

    private static final String NULL = "null,";
    /** Values that begin something. */
    private static final Object OBJECT = new Object();

    private static final Object ARRAY = new Object();

    private final EncodedLists lists = new EncodedLists();
    private final EncodedParts parts = new EncodedParts();
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
        room(SLACK);
        bytes[length++] = '{';
    }

    void begin(String name) {
        member(name, OBJECT);
    }

    void end() {
        close('}');
    }

    void beginArray(String name) {
        member(name, ARRAY);
    }

    void endArray() {
        close(']');
    }

    /** An element that is not there; in an array its place is kept. */
    void absent() {
        room(SLACK);
        AsciiText.copy(NULL, NULL.length(), bytes, length);
        length += NULL.length();
    }

    /** The whole object has ended, and nothing follows. */
    void last() {
        length--;
    }

    void endLine() {
        bytes[length++] = '\n';
    }

    void put(String name, String value) {
        if (value != null && !value.isEmpty()) {
            member(name, value);
        }
    }

    void put(String name, Boolean value) {
        if (value != null) {
            member(name, value);
        }
    }

    void put(String name, Integer value) {
        if (value != null) {
            member(name, value);
        }
    }

    void put(String name, Long value) {
        if (value != null) {
            member(name, value);
        }
    }

    void put(String name, Double value) {
        if (value != null) {
            member(name, value);
        }
    }

    void put(String name, Instant value) {
        if (value != null) {
            member(name, value);
        }
    }

    void putTexts(String name, List<String> values) {
        if (values != null && !values.isEmpty()) {
            member(name, values);
        }
    }

    void putIntegers(String name, List<Integer> values) {
        if (values != null && !values.isEmpty()) {
            beginArray(name);
            for (int i = 0; i < values.size(); i++) {
                Integer value = values.get(i);
                room(SLACK);
                if (value == null) {
                    absent();
                } else {
                    length = NumberText.write(value, bytes, length);
                    bytes[length++] = ',';
                }
            }
            endArray();
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

    /** @throws IllegalArgumentException when a key is null */
    void putNumberByKey(String name, Map<String, Long> values) {
        if (hasValue(values)) {
            begin(name);
            for (Map.Entry<String, Long> entry : values.entrySet()) {
                if (entry.getValue() != null) {
                    key(entry.getKey());
                    room(SLACK);
                    length = NumberText.write(entry.getValue(), bytes, length);
                    bytes[length++] = ',';
                }
            }
            end();
        }
    }

    /** Appends what was encoded before, comma included. */
    void append(byte[] encoded) {
        room(encoded.length + SLACK);
        System.arraycopy(encoded, 0, bytes, length, encoded.length);
        length += encoded.length;
    }

    /**
     * Appends what {@link #remember} was told of this very part, if it is still known.
     *
     * @param part always stands under the same name
     * @return whether it was appended
     */
    boolean again(Object part) {
        byte[] known = parts.find(part);
        if (known == null) {
            return false;
        }
        append(known);
        return true;
    }

    /** What stands from {@code from} to the end is this part, with its name. */
    void remember(Object part, int from) {
        parts.offer(part, bytes, from, length);
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

    private void texts(List<?> values) {
        byte[] known = lists.find(values);
        if (known != null) {
            append(known);
            return;
        }
        int from = length;
        room(SLACK);
        bytes[length++] = '[';
        for (int i = 0; i < values.size(); i++) {
            Object value = values.get(i);
            if (value == null) {
                absent();
            } else {
                text((String) value);
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

    /**
     * One member whose value is there.
     *
     * <p>For all kinds of values in one method, so that it is larger than what the JIT copies into callers (325 bytes of
     * byte code). Its callers are two hundred lines; with copies of this in each of them, compiling them took longer than
     * all calls of a first pass over a large capture.
     */
    private void member(String name, Object value) {
        int count = name.length();
        room(count + SLACK);
        byte[] to = bytes;
        int at = length;
        to[at++] = '"';
        AsciiText.copy(name, count, to, at);
        at += count;
        to[at++] = '"';
        to[at++] = ':';
        if (value instanceof String text) {
            length = at;
            text(text);
            return;
        }
        if (value == OBJECT) {
            to[at] = '{';
            length = at + 1;
            return;
        }
        if (value instanceof Boolean flag) {
            if (flag) {
                to[at] = 't';
                to[at + 1] = 'r';
                to[at + 2] = 'u';
                at += 3;
            } else {
                to[at] = 'f';
                to[at + 1] = 'a';
                to[at + 2] = 'l';
                to[at + 3] = 's';
                at += 4;
            }
            to[at++] = 'e';
        } else if (value instanceof Number number) {
            if (value instanceof Double fraction) {
                length = at;
                append(numbers.of(fraction));
                return;
            }
            at = NumberText.write(number.longValue(), to, at);
        } else if (value instanceof Instant time) {
            to[at++] = '"';
            at = times.write(time, to, at);
            to[at++] = '"';
        } else if (value == ARRAY) {
            to[at] = '[';
            length = at + 1;
            return;
        } else {
            length = at;
            texts((List<?>) value);
            return;
        }
        to[at] = ',';
        length = at + 1;
    }

    private void text(String value) {
        int count = value.length();
        room(count + SLACK);
        int at = length;
        bytes[at] = '"';
        if (AsciiText.copyPlain(value, count, bytes, at + 1)) {
            at += count + 1;
        } else {
            room(count * (long) EscapedText.MAX_BYTES_PER_CHAR + SLACK);
            at = EscapedText.write(value, bytes, at + 1);
        }
        bytes[at] = '"';
        bytes[at + 1] = ',';
        length = at + 2;
    }

    /** Without a look at the room: whatever came before left {@link #SLACK}, more than all ends in a row take. */
    private void close(char bracket) {
        int at = bytes[length - 1] == ',' ? length - 1 : length;
        bytes[at] = (byte) bracket;
        bytes[at + 1] = ',';
        length = at + 2;
    }

    private void room(long more) {
        if (bytes.length - length < more) {
            grow(more);
        }
    }

    private void grow(long more) {
        long wanted = Math.max(length + more, Math.min(2L * bytes.length, Integer.MAX_VALUE - SLACK));
        bytes = Arrays.copyOf(bytes, Math.toIntExact(wanted));
    }
}
