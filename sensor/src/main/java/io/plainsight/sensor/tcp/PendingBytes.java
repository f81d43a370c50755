package io.plainsight.sensor.tcp;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;

/**
 * The bytes of one side that a dissector has left unconsumed, contiguous, in a pooled buffer.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> holds a buffer only while there are bytes. <b>Bounds:</b>
 * {@link BufferPool#LARGEST} bytes.
 */
public final class PendingBytes {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final BufferPool pool;
    private ByteBuffer buffer;
    private int start;
    private int end;
    /** The buffer's bytes from here on were never written to. */
    private int written;

    public PendingBytes(BufferPool pool) {
        this.pool = pool;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    /** Copies bytes to the end. Changes nothing and returns false when the pool has no room for them. */
    public boolean append(ByteBuffer from, int offset, int count) {
        if (count == 0) {
            return true;
        }
        if (buffer == null || end + count > buffer.capacity()) {
            if (!makeRoom(count)) {
                return false;
            }
        }
        buffer.put(end, from, offset, count);
        end += count;
        written = Math.max(written, end);
        return true;
    }

    /** Points {@code cursor} at the bytes from {@code skip}, at most {@code count} of them. */
    public ByteCursor read(ByteCursor cursor, int skip, int count) {
        return buffer == null
                ? cursor.wrap(EMPTY, 0, 0)
                : cursor.wrap(buffer, start + skip, Math.min(count, length() - skip));
    }

    /** Drops the first {@code count} bytes. */
    public void consume(int count) {
        start += count;
        if (start == end) {
            clear();
        }
    }

    /** Drops everything and gives the buffer back. */
    public void clear() {
        pool.release(buffer, written);
        buffer = null;
        start = 0;
        end = 0;
        written = 0;
    }

    private boolean makeRoom(int count) {
        int length = length();
        if (buffer != null && length + count <= buffer.capacity()) {
            buffer.put(0, buffer, start, length);
        } else {
            ByteBuffer larger = pool.acquire(length + count);
            if (larger == null) {
                return false;
            }
            if (buffer != null) {
                larger.put(0, buffer, start, length);
                pool.release(buffer, written);
            }
            buffer = larger;
            written = length;
        }
        start = 0;
        end = length;
        return true;
    }
}
