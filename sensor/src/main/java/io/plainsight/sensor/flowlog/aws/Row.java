package io.plainsight.sensor.flowlog.aws;

import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.RowProblem;
import java.time.Instant;
import java.util.Map;

/** The values of one record; what has been taken out is gone, so that the rest can be kept under its own names. */
final class Row {
    /** A time in seconds stays below this for the next 3,000 years; above it, it is milliseconds. */
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    /** End of the year 9999, the last that RFC 3339 can write. */
    private static final long LAST_MILLISECONDS = 253_402_300_799_999L;

    private final Map<String, String> values;

    /** @param values changed by taking */
    Row(Map<String, String> values) {
        this.values = values;
    }

    /** What nobody has taken, by the record's own names. */
    Map<String, String> rest() {
        return values;
    }

    String peek(String name) {
        return values.get(name);
    }

    /** Null when absent. */
    String text(String name) {
        return values.remove(name);
    }

    /** Null when absent. */
    Long number(String name, long max) throws MalformedRowException {
        String text = values.remove(name);
        if (text == null) {
            return null;
        }
        long value = parse(text);
        if (value < 0 || value > max) {
            throw new MalformedRowException(RowProblem.NUMBER, name + " is no number from 0 to " + max);
        }
        return value;
    }

    /** Null when absent. */
    Integer integer(String name, int max) throws MalformedRowException {
        Long value = number(name, max);
        return value == null ? null : value.intValue();
    }

    /** Null when absent. */
    IpAddress address(String name) throws MalformedRowException {
        String text = values.remove(name);
        if (text == null) {
            return null;
        }
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            throw new MalformedRowException(RowProblem.ADDRESS, name + " is no IP address");
        }
        return address;
    }

    /** Unix seconds or, as some exporters write them, milliseconds. Null when absent. */
    Instant time(String name) throws MalformedRowException {
        String text = values.remove(name);
        if (text == null) {
            return null;
        }
        long value = parse(text);
        if (value < 0 || value > LAST_MILLISECONDS) {
            throw new MalformedRowException(RowProblem.TIME, name + " is no Unix time");
        }
        return value < FIRST_MILLISECONDS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
    }

    /** -1 when this is no decimal number of at most 18 digits. */
    private static long parse(String text) {
        if (text.isEmpty() || text.length() > 18) {
            return -1;
        }
        long value = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            value = value * 10 + c - '0';
        }
        return value;
    }
}
