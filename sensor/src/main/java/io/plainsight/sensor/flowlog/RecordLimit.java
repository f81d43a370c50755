package io.plainsight.sensor.flowlog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * Breaks off when a record, or all of the input, is longer than it can be, so that a small gzip cannot fill the memory. Whoever
 * reads says where a record ends. One thread.
 */
public final class RecordLimit extends FilterInputStream {
    /** No record of any provider comes near. */
    public static final long MAX_RECORD_BYTES = 4L << 20;

    private final long limit;
    private long left;

    /** There was more than the limit. */
    public static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super("too long: more than " + limit + " bytes");
        }
    }

    /** @param limit in bytes, of a record or, where {@link #nextRecord} is not called, of all */
    public RecordLimit(InputStream in, long limit) {
        super(in);
        this.limit = limit;
        left = limit;
    }

    /** The next byte begins a new record, or lies in one that began shortly before: readers read ahead. */
    public void nextRecord() {
        left = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        count(value < 0 ? 0 : 1);
        return value;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
        int read = super.read(into, offset, length);
        count(Math.max(0, read));
        return read;
    }

    private void count(int bytes) throws IOException {
        left -= bytes;
        if (left < 0) {
            throw new TooLargeException(limit);
        }
    }
}
