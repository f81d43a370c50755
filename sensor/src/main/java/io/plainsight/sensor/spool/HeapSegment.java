package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.util.Arrays;

/** Records in memory, while the disk takes none. */
final class HeapSegment implements Segment {
    private static final int FIRST_BYTES = 64 << 10;

    private final long number;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int size;

    HeapSegment(long number) {
        this.number = number;
    }

    @Override
    public long number() {
        return number;
    }

    @Override
    public long dataStart() {
        return 0;
    }

    @Override
    public synchronized long size() {
        return size;
    }

    @Override
    public synchronized void append(ByteBuffer records) throws IOException {
        checkOpen();
        int end = size + records.remaining();
        if (end > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(end, 2 * bytes.length));
        }
        records.get(bytes, size, records.remaining());
        size = end;
    }

    @Override
    public synchronized int read(ByteBuffer target, long offset) throws IOException {
        checkOpen();
        int length = (int) Math.min(target.remaining(), size - offset);
        target.put(bytes, (int) offset, length);
        return length;
    }

    private void checkOpen() throws ClosedChannelException {
        if (bytes == null) {
            throw new ClosedChannelException();
        }
    }

    @Override
    public void sync() {
        // there is no disk to force
    }

    @Override
    public boolean isFile() {
        return false;
    }

    @Override
    public synchronized void delete() {
        bytes = null;
    }

    @Override
    public void close() {
        delete();
    }
}
