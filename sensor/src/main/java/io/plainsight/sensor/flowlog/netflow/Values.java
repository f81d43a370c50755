package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.flowlog.IpAddress;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * The values of one record, in place.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> until the next {@link #read}; what is taken out of it is a copy.
 */
final class Values {
    /** Absent, or no number that fits. */
    static final long NONE = -1;

    private static final int MAX_SHOWN_BYTES = 32;
    private static final int LONG_VARIABLE = 255;
    /** Seconds from 1900, where NTP counts from, to 1970 (RFC 5905 section 6). */
    private static final long NTP_EPOCH = 2_208_988_800L;

    private static final long NTP_UNIT = 1L << 32;

    private List<Template.Field> fields = List.of();
    private int[] offsets = new int[64];
    private int[] lengths = new int[64];
    private byte[] bytes = new byte[0];
    private int from;
    private int to;

    /**
     * Reads the next record.
     *
     * @param content the data set
     * @return false when what is left is no whole record; nothing can be taken out then
     */
    boolean read(Template template, byte[] content, ByteCursor in) {
        fields = template.fields();
        bytes = content;
        from = in.position();
        if (offsets.length < fields.size()) {
            offsets = new int[fields.size()];
            lengths = new int[fields.size()];
        }
        for (int i = 0; i < fields.size(); i++) {
            int length = fields.get(i).length();
            if (length == Template.VARIABLE) {
                length = in.u8();
                length = length == LONG_VARIABLE ? in.u16() : length;
            }
            offsets[i] = in.position();
            lengths[i] = length;
            in.skip(length);
        }
        to = in.position();
        if (!in.ok()) {
            fields = List.of();
        }
        return in.ok();
    }

    List<Template.Field> fields() {
        return fields;
    }

    /** The record's bytes as text. */
    String hex() {
        return HexFormat.of().formatHex(bytes, from, to);
    }

    /** The record's place in its set, in bytes. */
    int place() {
        return from;
    }

    private int find(long key) {
        for (int i = 0; i < fields.size(); i++) {
            if (fields.get(i).key() == key && lengths[i] > 0) {
                return i;
            }
        }
        return -1;
    }

    /** Where an element stands last: of encapsulated packets the inner one comes behind the outer one. -1 when absent. */
    int last(long key) {
        for (int i = fields.size() - 1; i >= 0; i--) {
            if (fields.get(i).key() == key && lengths[i] > 0) {
                return i;
            }
        }
        return -1;
    }

    /** The first of these elements that is there; {@link #NONE} when none is, or it is beyond 63 bits. */
    long first(long... keys) {
        for (long key : keys) {
            long value = unsigned(key);
            if (value >= 0) {
                return value;
            }
        }
        return NONE;
    }

    /** {@link #NONE} when absent, longer than 8 bytes or beyond 63 bits. Numbers may be shorter than their type (RFC 7011 section 6.2). */
    long unsigned(long key) {
        int field = find(key);
        return field < 0 ? NONE : unsigned(field);
    }

    /** As {@link #unsigned(long)}, of the field at a position; {@link #NONE} for -1. */
    long unsigned(int field) {
        if (field < 0) {
            return NONE;
        }
        if (lengths[field] > Long.BYTES || lengths[field] == 0) {
            return NONE;
        }
        long value = 0;
        for (int i = 0; i < lengths[field]; i++) {
            value = value << 8 | bytes[offsets[field] + i] & 0xff;
        }
        return value < 0 ? NONE : value;
    }

    /** 0 when absent or no number. */
    double real(long key) {
        int field = find(key);
        return field < 0 ? 0 : real(field);
    }

    private double real(int field) {
        long raw = new BigInteger(1, slice(field)).longValue();
        double value = lengths[field] == Double.BYTES
                ? Double.longBitsToDouble(raw)
                : lengths[field] == Float.BYTES ? Float.intBitsToFloat((int) raw) : 0;
        return Double.isFinite(value) ? value : 0;
    }

    /** Null when absent or not 4 or 16 bytes long. */
    IpAddress address(long key) {
        int field = find(key);
        return field < 0 ? null : address(field);
    }

    /** As {@link #address(long)}, of the field at a position; null for -1. */
    IpAddress address(int field) {
        return field >= 0 && (lengths[field] == 4 || lengths[field] == 16) ? IpAddress.of(slice(field)) : null;
    }

    /** Null when absent, zero, or none that a clock can show. */
    Instant time(long key) {
        int field = find(key);
        return field < 0 ? null : time(field);
    }

    private Instant time(int field) {
        try {
            ElementType type = fields.get(field).element().type();
            if (type == ElementType.MICROSECONDS) {
                return ntp(field);
            }
            long value = unsigned(field);
            if (value <= 0) {
                return null;
            }
            return type == ElementType.SECONDS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
        } catch (DateTimeException e) {
            return null; // a time beyond every calendar is none
        }
    }

    private Instant ntp(int field) {
        if (lengths[field] != Long.BYTES) {
            return null;
        }
        long value = new BigInteger(1, slice(field)).longValue();
        long fraction = value & NTP_UNIT - 1;
        return value == 0 ? null : Instant.ofEpochSecond((value >>> 32) - NTP_EPOCH, fraction * 1_000_000_000L >>> 32);
    }

    /** A field as text; null when it is empty. What must not be repeated is told by its length alone. */
    String text(int field) {
        Element element = fields.get(field).element();
        int length = lengths[field];
        if (length == 0) {
            return null;
        }
        if (element.withheld()) {
            return length <= Long.BYTES ? new BigInteger(1, slice(field)).toString() : length + " bytes withheld";
        }
        return switch (element.type()) {
            case UNSIGNED -> length <= Long.BYTES ? new BigInteger(1, slice(field)).toString() : octets(field);
            case SIGNED -> length <= Long.BYTES ? new BigInteger(slice(field)).toString() : octets(field);
            case FLOAT -> length == 4 || length == 8 ? Double.toString(real(field)) : octets(field);
            case BOOLEAN -> bytes[offsets[field]] == 1 ? "true" : "false"; // RFC 7011 section 6.1.5
            case MAC -> length == 6 ? HexFormat.ofDelimiter(":").formatHex(slice(field)) : octets(field);
            case IPV4, IPV6 -> length == 4 || length == 16 ? address(field).toString() : octets(field);
            case SECONDS, MILLISECONDS, MICROSECONDS -> {
                Instant time = time(field);
                yield time == null ? null : time.toString();
            }
            case STRING -> string(field);
            case OCTETS -> octets(field);
        };
    }

    /** Without the zeros that fill it up, nor anything else that a terminal would act on. */
    private String string(int field) {
        String text = new String(bytes, offsets[field], lengths[field], StandardCharsets.UTF_8);
        int zero = text.indexOf('\0');
        return (zero < 0 ? text : text.substring(0, zero))
                .codePoints()
                .filter(c -> !Character.isISOControl(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString()
                .strip();
    }

    private String octets(int field) {
        int length = lengths[field];
        return length > MAX_SHOWN_BYTES
                ? length + " bytes"
                : HexFormat.of().formatHex(bytes, offsets[field], offsets[field] + length);
    }

    private byte[] slice(int field) {
        byte[] copy = new byte[lengths[field]];
        System.arraycopy(bytes, offsets[field], copy, 0, copy.length);
        return copy;
    }
}
