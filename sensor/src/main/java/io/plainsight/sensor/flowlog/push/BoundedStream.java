package io.plainsight.sensor.flowlog.push;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Gives up when there is more than a limit, so that a small gzip cannot fill the memory. One thread. */
final class BoundedStream extends FilterInputStream {
    private final long limit;
    private long read;

    /** There was more than the limit. */
    static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1L;

        TooLargeException(long limit) {
            super("more than " + limit + " bytes");
        }
    }

    BoundedStream(InputStream in, long limit) {
        super(in);
        this.limit = limit;
    }

    @Override
    public int read() throws IOException {
        int value = super.read();
        return count(value < 0 ? -1 : 1) < 0 ? -1 : value;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        return count(super.read(buffer, offset, length));
    }

    private int count(int bytes) throws IOException {
        read += Math.max(0, bytes);
        if (read > limit) {
            throw new TooLargeException(limit);
        }
        return bytes;
    }
}
