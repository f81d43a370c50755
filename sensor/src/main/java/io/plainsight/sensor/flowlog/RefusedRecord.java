package io.plainsight.sensor.flowlog;

/**
 * A record that cannot be understood. It is counted and set aside; reading goes on.
 *
 * @param file as messages name it
 * @param line from 1; for notations without lines, the record's number
 * @param detail what is wrong with it
 * @param raw the record as it came, cut at {@link #MAX_RAW_CHARS}
 */
public record RefusedRecord(RowProblem problem, String file, long line, String detail, String raw) {
    /** Enough to see what it was. */
    public static final int MAX_RAW_CHARS = 4096;

    public RefusedRecord {
        raw = raw.length() > MAX_RAW_CHARS ? raw.substring(0, MAX_RAW_CHARS) : raw;
    }
}
