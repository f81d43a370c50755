package io.plainsight.sensor.spool;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Reads the intact records of one segment in order, also while it grows. What is no intact record is passed over, byte by
 * byte up to the next one: damage costs the records that it touches and no other.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #CHUNK_BYTES} bytes, more only while a record is larger.
 */
final class RecordScanner {
    private static final int CHUNK_BYTES = 256 << 10;

    private final Segment segment;
    private byte[] bytes = new byte[CHUNK_BYTES];
    /** Where in the segment {@code bytes[0]} lies. */
    private long base;

    private int position;
    private int limit;
    private long skippedBytes;

    RecordScanner(Segment segment, long offset) {
        this.segment = segment;
        this.base = Math.max(offset, segment.dataStart());
    }

    Segment segment() {
        return segment;
    }

    /** Bytes passed over so far because they were no intact record. */
    long skippedBytes() {
        return skippedBytes;
    }

    /** Where the next record is looked for. */
    SpoolPosition position() {
        return new SpoolPosition(segment.number(), base + position);
    }

    /** The next record; null when there is none at this moment. */
    SpooledRecord next() throws IOException {
        while (true) {
            int size = has(RecordFormat.HEADER_BYTES) ? RecordFormat.claimedSize(bytes, position) : -1;
            // records are appended whole: one that reaches beyond the end is none
            if (size > 0 && has(size) && RecordFormat.isIntact(bytes, position, size)) {
                position += size;
                return RecordFormat.read(bytes, position - size, size, position());
            }
            if (position == limit) {
                return null;
            }
            int next = RecordFormat.nextMark(bytes, position + 1, limit);
            skippedBytes += next - position;
            position = next;
        }
    }

    /** Whether this many bytes are there, after reading what the segment has. */
    private boolean has(int wanted) throws IOException {
        if (limit - position >= wanted) {
            return true;
        }
        System.arraycopy(bytes, position, bytes, 0, limit - position);
        base += position;
        limit -= position;
        position = 0;
        if (wanted > bytes.length) {
            bytes = Arrays.copyOf(bytes, wanted);
        }
        while (limit < bytes.length) {
            int read = segment.read(ByteBuffer.wrap(bytes, limit, bytes.length - limit), base + limit);
            if (read <= 0) {
                break;
            }
            limit += read;
        }
        return limit >= wanted;
    }
}
