package io.plainsight.sensor.capture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * A file mapped into memory window by window.
 *
 * <p>A mapping holds at most 2 GiB, so the file is walked through windows. Bytes that cross a window's edge are reached by
 * mapping again from the read position: at most one record is mapped twice per window, and no record is ever copied. The
 * windows are released by the garbage collector, never earlier: a handler that kept a buffer by mistake reads stale data
 * instead of crashing the process.
 */
final class MappedInput extends CaptureInput {
    static final int WINDOW_LENGTH = 1 << 28;

    private final FileChannel channel;
    private final int windowLength;
    private final long size;
    /** Volatile for those who watch the progress; written once per window. */
    private volatile long windowStart;

    MappedInput(Path file, FileChannel channel, int windowLength) throws IOException {
        super(file);
        if (windowLength < 1) {
            throw new IllegalArgumentException("window must hold a byte: windowLength=" + windowLength);
        }
        this.channel = channel;
        this.windowLength = windowLength;
        this.size = channel.size();
    }

    @Override
    long position() {
        return windowStart + offset;
    }

    @Override
    long consumed() {
        return Math.min(size, windowStart + offset);
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean isStable() {
        return true;
    }

    @Override
    int require(int length) throws CaptureException {
        int present = buffer.limit() - offset;
        if (length <= present) {
            return length;
        }
        if (windowStart + buffer.limit() < size) {
            map(position(), length);
            present = buffer.limit();
        }
        return Math.min(length, present);
    }

    @Override
    long skip(long length) {
        long skipped = Math.min(length, size - position());
        if (skipped <= buffer.limit() - offset) {
            offset += (int) skipped;
        } else {
            windowStart = position() + skipped;
            buffer = EMPTY;
            offset = 0;
        }
        return skipped;
    }

    @Override
    boolean hasShrunk() {
        try {
            return channel.size() < size;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void map(long start, int least) throws CaptureException {
        long length = Math.min(Math.max(windowLength, least), size - start);
        try {
            buffer = channel.map(FileChannel.MapMode.READ_ONLY, start, length);
        } catch (IOException e) {
            throw failed(e.getMessage() + "; check the disk and the limit on mapped memory (ulimit -v)", e);
        }
        windowStart = start;
        offset = 0;
    }
}
