package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Segments of one direction that arrived ahead of a hole, sorted by sequence number and free of overlaps.
 *
 * <p>Of bytes that arrive twice the first copy stays (see {@link TcpReassembler}).
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> pooled buffers. <b>Bounds:</b> {@link #MAX_SEGMENTS} pieces and the
 * byte limit given, counted by the buffers' real size.
 */
final class HeldSegments {
    /** Full-size segments of a 64 KiB window number 45; leaves room for pieces. */
    static final int MAX_SEGMENTS = 64;

    private static final int FIRST_SEGMENTS = 4;
    private static final int[] NONE = {};
    private static final ByteBuffer[] NO_BUFFERS = {};

    private final BufferPool pool;
    private final int limitBytes;

    /* Most connections never hold anything, so the arrays come with the first segment. */
    private int[] sequences = NONE;
    private int[] lengths = NONE;
    /** Bytes present; the rest up to the length was cut off by the capture. */
    private int[] captured = NONE;

    private ByteBuffer[] buffers = NO_BUFFERS;
    private int count;
    private int heldBytes;
    private boolean conflict;

    HeldSegments(BufferPool pool, int limitBytes) {
        this.pool = pool;
        this.limitBytes = limitBytes;
    }

    boolean isEmpty() {
        return count == 0;
    }

    int firstSequence() {
        return sequences[0];
    }

    int firstLength() {
        return lengths[0];
    }

    int firstCaptured() {
        return captured[0];
    }

    ByteBuffer firstBuffer() {
        return buffers[0];
    }

    /**
     * Keeps those bytes of the segment that are not held yet.
     *
     * @return false when a limit was hit; some of its pieces may have been kept
     */
    boolean add(ByteBuffer from, int offset, int capturedLength, int sequence, int length) {
        int position = 0;
        int at = 0;
        while (position < length) {
            while (at < count && SequenceNumber.distance(sequence + position, end(at)) <= 0) {
                at++;
            }
            int free = length - position;
            if (at < count) {
                int ahead = SequenceNumber.distance(sequence + position, sequences[at]);
                if (ahead <= 0) {
                    conflict |= differs(at, from, offset, capturedLength, sequence, position);
                    position += SequenceNumber.distance(sequence + position, end(at));
                    continue;
                }
                free = Math.min(free, ahead);
            }
            int present = Math.max(0, Math.min(free, capturedLength - position));
            if (!insert(at, from, offset + position, present, sequence + position, free)) {
                return false;
            }
            position += free;
        }
        return true;
    }

    /** Whether bytes came again with other content since the last call. */
    boolean takeConflict() {
        boolean was = conflict;
        conflict = false;
        return was;
    }

    private boolean differs(int at, ByteBuffer from, int offset, int capturedLength, int sequence, int position) {
        int inHeld = SequenceNumber.distance(sequences[at], sequence + position);
        int both = Math.min(capturedLength - position, captured[at] - inHeld);
        for (int i = 0; i < both; i++) {
            if (from.get(offset + position + i) != buffers[at].get(inHeld + i)) {
                return true;
            }
        }
        return false;
    }

    void removeFirst() {
        heldBytes -= size(buffers[0]);
        pool.release(buffers[0], captured[0]);
        count--;
        System.arraycopy(sequences, 1, sequences, 0, count);
        System.arraycopy(lengths, 1, lengths, 0, count);
        System.arraycopy(captured, 1, captured, 0, count);
        System.arraycopy(buffers, 1, buffers, 0, count);
        buffers[count] = null;
    }

    void clear() {
        while (count > 0) {
            removeFirst();
        }
    }

    private boolean insert(int at, ByteBuffer from, int offset, int present, int sequence, int length) {
        if (count == MAX_SEGMENTS) {
            return false;
        }
        ByteBuffer buffer = null;
        if (present > 0) {
            buffer = pool.acquire(present);
            if (buffer == null) {
                return false;
            }
            if (heldBytes + buffer.capacity() > limitBytes) {
                pool.release(buffer, 0);
                return false;
            }
            buffer.put(0, from, offset, present);
        }
        if (count == sequences.length) {
            grow();
        }
        int behind = count - at;
        System.arraycopy(sequences, at, sequences, at + 1, behind);
        System.arraycopy(lengths, at, lengths, at + 1, behind);
        System.arraycopy(captured, at, captured, at + 1, behind);
        System.arraycopy(buffers, at, buffers, at + 1, behind);
        sequences[at] = sequence;
        lengths[at] = length;
        captured[at] = present;
        buffers[at] = buffer;
        heldBytes += size(buffer);
        count++;
        return true;
    }

    private void grow() {
        int length = Math.min(MAX_SEGMENTS, Math.max(FIRST_SEGMENTS, count * 2));
        sequences = Arrays.copyOf(sequences, length);
        lengths = Arrays.copyOf(lengths, length);
        captured = Arrays.copyOf(captured, length);
        buffers = Arrays.copyOf(buffers, length);
    }

    private int end(int index) {
        return sequences[index] + lengths[index];
    }

    private static int size(ByteBuffer buffer) {
        return buffer == null ? 0 : buffer.capacity();
    }
}
