package io.plainsight.sensor.flowlog.aws;

import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.RowProblem;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One record where it lies in its line. Used over and over.
 *
 * <p><b>Threading:</b> one thread.
 */
final class Row {
    /** A time in seconds stays below this for the next 3,000 years; above it, it is milliseconds. */
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    /** End of the year 9999, the last that RFC 3339 can write. */
    private static final long LAST_MILLISECONDS = 253_402_300_799_999L;

    private static final int MAX_DIGITS = 18;
    /** One more than is allowed, so that too many can be told. */
    private static final int SLOTS = Columns.MAX_FIELDS + 1;

    /** No number, or none that is allowed. */
    private static final long NONE = -1;

    private final int[] starts = new int[SLOTS];
    private final int[] ends = new int[SLOTS];
    private byte[] line;
    private int count;
    private Columns columns;

    /**
     * Finds the values of a line.
     *
     * @param separator a space, which also stands for tabs and any number of both; or another character, alone
     */
    void split(byte[] bytes, int from, int to, byte separator) {
        line = bytes;
        count = 0;
        if (separator == ' ') {
            splitAtSpaces(from, to);
        } else {
            splitAt(separator, from, to);
        }
    }

    private void splitAtSpaces(int from, int to) {
        int at = from;
        while (true) {
            while (at < to && isSpace(line[at])) {
                at++;
            }
            if (at == to || count == SLOTS) {
                return;
            }
            starts[count] = at;
            while (at < to && !isSpace(line[at])) {
                at++;
            }
            ends[count++] = at;
        }
    }

    private void splitAt(byte separator, int from, int to) {
        int start = from;
        for (int at = from; at <= to && count < SLOTS; at++) {
            if (at == to || line[at] == separator) {
                starts[count] = start;
                ends[count++] = at;
                start = at + 1;
            }
        }
    }

    private static boolean isSpace(byte value) {
        return value == ' ' || value == '\t';
    }

    /** Says what the values mean. */
    void means(Columns format) {
        columns = format;
    }

    Columns columns() {
        return columns;
    }

    int count() {
        return count;
    }

    byte[] line() {
        return line;
    }

    int start(int column) {
        return starts[column];
    }

    int end(int column) {
        return ends[column];
    }

    /** Whether there is a value in this column: {@code -} stands for none, and so does nothing. */
    boolean has(int column) {
        int length = column < 0 ? 0 : ends[column] - starts[column];
        return length > 1 || length == 1 && line[starts[column]] != '-';
    }

    boolean has(AwsField field) {
        return has(columns.of(field));
    }

    boolean is(int column, String ascii) {
        int start = starts[column];
        if (ends[column] - start != ascii.length()) {
            return false;
        }
        for (int i = 0; i < ascii.length(); i++) {
            if (line[start + i] != ascii.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    boolean is(AwsField field, String ascii) {
        int column = columns.of(field);
        return column >= 0 && is(column, ascii);
    }

    String text(int column) {
        return new String(line, starts[column], ends[column] - starts[column], StandardCharsets.UTF_8);
    }

    /** All values as text. */
    List<String> texts() {
        String[] texts = new String[count];
        for (int i = 0; i < count; i++) {
            texts[i] = text(i);
        }
        return List.of(texts);
    }

    /** -1 when absent. */
    long number(AwsField field, long max) throws MalformedRowException {
        if (!has(field)) {
            return NONE;
        }
        long value = parse(columns.of(field));
        if (value < 0 || value > max) {
            throw new MalformedRowException(RowProblem.NUMBER, field.text + " is no number from 0 to " + max);
        }
        return value;
    }

    /** Milliseconds since 1970; the record has seconds or, as some exporters write them, milliseconds. -1 when absent. */
    long time(AwsField field) throws MalformedRowException {
        if (!has(field)) {
            return NONE;
        }
        long value = parse(columns.of(field));
        if (value < 0 || value > LAST_MILLISECONDS) {
            throw new MalformedRowException(RowProblem.TIME, field.text + " is no Unix time");
        }
        return value < FIRST_MILLISECONDS ? value * 1000 : value;
    }

    /** -1 when this is no decimal number of at most {@value #MAX_DIGITS} digits. */
    private long parse(int column) {
        int start = starts[column];
        int end = ends[column];
        if (start == end || end - start > MAX_DIGITS) {
            return NONE;
        }
        long value = 0;
        for (int i = start; i < end; i++) {
            int digit = line[i] - '0';
            if (digit < 0 || digit > 9) {
                return NONE;
            }
            value = value * 10 + digit;
        }
        return value;
    }
}
