package io.plainsight.stream.state;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;

/** How values of one type are written and read. A value begins with a tag that says what it is. Thread-safe. */
abstract class Form {
    static final int NULL = 0;
    static final int FALSE = 1;
    static final int TRUE = 2;
    /** A number that fits 64 bits, the bits of its complement where it is negative. */
    static final int LONG = 3;

    static final int NEGATIVE_LONG = 4;
    static final int INT = 5;
    static final int NEGATIVE_INT = 6;
    static final int DOUBLE = 7;
    static final int TIME = 8;
    static final int TIME_BEFORE_1970 = 9;
    static final int LIST = 10;
    static final int MAP = 11;
    static final int RECORD = 12;
    static final int JSON = 13;
    static final int TEXT = 14;
    /** From here on: a text of so many bytes more than none. */
    static final int SHORT_TEXT = 0x80;

    private static final int LONGEST_SHORT_TEXT = 0x7F;

    /** @param value may be null */
    final void write(Object value, Packer out) {
        if (value == null) {
            out.octet(NULL);
        } else {
            writePresent(value, out);
        }
    }

    /** @return may be null */
    final Object read(Unpacker in) {
        int tag = in.octet();
        return tag == NULL ? null : readPresent(tag, in);
    }

    abstract void writePresent(Object value, Packer out);

    /** Reads what follows {@code tag}, which is not {@link #NULL}. */
    abstract Object readPresent(int tag, Unpacker in);

    static SerializationException unexpected(int tag, String wanted) {
        return new SerializationException("a value of another kind: tag=" + tag + ", wanted " + wanted);
    }

    static void writeText(String text, Packer out) {
        if (text.length() <= LONGEST_SHORT_TEXT && Packer.isAscii(text)) {
            out.octet(SHORT_TEXT + text.length()).ascii(text);
            return;
        }
        byte[] encoded = text.getBytes(java.nio.charset.StandardCharsets.UTF_8);
        if (encoded.length <= LONGEST_SHORT_TEXT) {
            out.octet(SHORT_TEXT + encoded.length).raw(encoded);
        } else {
            out.octet(TEXT).number(encoded.length).raw(encoded);
        }
    }

    static String readText(int tag, Unpacker in) {
        if (tag >= SHORT_TEXT) {
            return in.text(tag - SHORT_TEXT);
        }
        if (tag == TEXT) {
            return in.text(in.small());
        }
        throw unexpected(tag, "text");
    }

    static void writeLong(long value, Packer out) {
        out.octet(value < 0 ? NEGATIVE_LONG : LONG).number(value < 0 ? ~value : value);
    }

    static void writeInt(int value, Packer out) {
        out.octet(value < 0 ? NEGATIVE_INT : INT).number(value < 0 ? ~value : value);
    }

    static long readLong(int tag, Unpacker in) {
        return switch (tag) {
            case LONG, INT -> in.number();
            case NEGATIVE_LONG, NEGATIVE_INT -> ~in.number();
            default -> throw unexpected(tag, "a whole number");
        };
    }

    static int readInt(int tag, Unpacker in) {
        long value = readLong(tag, in);
        if (value != (int) value) {
            throw unexpected(tag, "a number of 32 bits");
        }
        return (int) value;
    }

    static double readDouble(int tag, Unpacker in) {
        if (tag != DOUBLE) {
            throw unexpected(tag, "a fraction");
        }
        return in.fraction();
    }

    static void writeTime(Instant time, Packer out) {
        long seconds = time.getEpochSecond();
        out.octet(seconds < 0 ? TIME_BEFORE_1970 : TIME)
                .number(seconds < 0 ? ~seconds : seconds)
                .number(time.getNano());
    }

    static Instant readTime(int tag, Unpacker in) {
        if (tag != TIME && tag != TIME_BEFORE_1970) {
            throw unexpected(tag, "a time");
        }
        long seconds = in.number();
        return Instant.ofEpochSecond(tag == TIME ? seconds : ~seconds, in.small());
    }

    /** Passes over a value of whatever kind. */
    static void skip(Unpacker in) {
        int tag = in.octet();
        switch (tag) {
            case NULL, FALSE, TRUE -> {
                // nothing follows
            }
            case LONG, NEGATIVE_LONG, INT, NEGATIVE_INT -> in.number();
            case DOUBLE -> in.wide();
            case TIME, TIME_BEFORE_1970 -> {
                in.number();
                in.number();
            }
            case LIST, RECORD -> skip(in.count(), in);
            case MAP -> skip(2 * in.count(), in);
            case JSON -> in.text();
            default -> readText(tag, in);
        }
    }

    private static void skip(int values, Unpacker in) {
        for (int i = 0; i < values; i++) {
            skip(in);
        }
    }

    static Object readJson(int tag, Unpacker in, com.fasterxml.jackson.databind.ObjectReader reader) {
        if (tag != JSON) {
            throw unexpected(tag, "JSON");
        }
        try {
            return reader.readValue(in.text());
        } catch (IOException e) {
            throw new SerializationException("a value that cannot be read", e);
        }
    }

    static void writeJson(Object value, Packer out, com.fasterxml.jackson.databind.ObjectWriter writer) {
        try {
            out.octet(JSON).text(writer.writeValueAsString(value));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void writeAll(Collection<?> values, Form element, Packer out) {
        out.octet(LIST).number(values.size());
        for (Object value : values) {
            element.write(value, out);
        }
    }

    static void writeAll(Map<?, ?> map, Form key, Form value, Packer out) {
        out.octet(MAP).number(map.size());
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            key.write(entry.getKey(), out);
            value.write(entry.getValue(), out);
        }
    }
}
