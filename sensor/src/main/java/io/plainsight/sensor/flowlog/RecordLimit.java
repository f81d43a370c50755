package io.plainsight.sensor.flowlog;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Breaks off when a single record is too long to be one; whoever reads says where a record ends. */
public final class RecordLimit extends FilterInputStream {
    /** No record of any provider comes near. */
    public static final long MAX_RECORD_BYTES = 4L << 20;

    private long left = MAX_RECORD_BYTES;

    public RecordLimit(InputStream in) {
        super(in);
    }

    /** The next byte begins a new record, or lies in one that began shortly before: readers read ahead. */
    public void nextRecord() {
        left = MAX_RECORD_BYTES;
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
            throw new IOException("a record of more than " + MAX_RECORD_BYTES + " bytes");
        }
    }
}
