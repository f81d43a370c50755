package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;

/**
 * The one budget for stream bytes that cannot be parsed yet: out-of-order segments, incomplete messages and bytes of
 * connections whose protocol is not known yet.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> heap buffers in powers of two from {@link #SMALLEST} to
 * {@link #LARGEST}, made on demand and kept for reuse. <b>Bounds:</b> buffers in use and kept together never exceed the
 * budget; who gets none treats the bytes as lost and counts that.
 */
public final class BufferPool {
    /** 256 bytes. */
    static final int SMALLEST = 1 << 8;
    /** 64 KiB: {@link io.plainsight.sensor.dissect.StreamDissector#MAX_PENDING}. */
    static final int LARGEST = 1 << 16;

    private static final int CLASSES = 9;

    /** Digests kept for the next connection: as many as a burst of 512 leaves at once; 0.5 MiB. */
    private static final int MAX_FREE_DIGESTS = 1024;

    private final long budgetBytes;
    private final ArrayDeque<ByteBuffer>[] free;
    private final ArrayDeque<DeliveredDigest> freeDigests = new ArrayDeque<>();
    private long allocatedBytes;
    private long inUseBytes;

    /** @param budgetBytes most memory that this pool ever holds, at least {@link #LARGEST} */
    @SuppressWarnings({"unchecked", "rawtypes"})
    public BufferPool(long budgetBytes) {
        if (budgetBytes < LARGEST) {
            throw new IllegalArgumentException(
                    "reassembly budget must be at least " + LARGEST + " bytes: budgetBytes=" + budgetBytes);
        }
        this.budgetBytes = budgetBytes;
        free = new ArrayDeque[CLASSES];
        for (int i = 0; i < CLASSES; i++) {
            free[i] = new ArrayDeque<>();
        }
    }

    /** A buffer of at least {@code length} bytes, all of them zero, or null when the budget or the largest size is exceeded. */
    public ByteBuffer acquire(int length) {
        if (length > LARGEST) {
            return null;
        }
        int sizeClass = sizeClass(length);
        int size = SMALLEST << sizeClass;
        ByteBuffer buffer = free[sizeClass].pollLast();
        if (buffer == null) {
            if (allocatedBytes + size > budgetBytes) {
                dropUnused(size);
            }
            if (allocatedBytes + size > budgetBytes) {
                return null;
            }
            buffer = ByteBuffer.allocate(size);
            allocatedBytes += size;
        }
        inUseBytes += size;
        return buffer;
    }

    /**
     * Takes a buffer back; null is ignored. The caller must not use it any more. What was written is wiped: it is somebody's
     * data, and a buffer may wait for its next use as long as the sensor runs. It costs several
     * times the copying, and only bytes that had to wait are copied at all.
     *
     * @param written bytes from its start that the caller has ever put something into
     */
    public void release(ByteBuffer buffer, int written) {
        if (buffer != null) {
            Arrays.fill(buffer.array(), 0, written, (byte) 0);
            inUseBytes -= buffer.capacity();
            free[sizeClass(buffer.capacity())].addLast(buffer);
        }
    }

    /** A digest that has seen nothing; outside the budget, since each inspected connection has two at most. */
    DeliveredDigest acquireDigest() {
        DeliveredDigest digest = freeDigests.pollLast();
        return digest == null ? new DeliveredDigest() : digest;
    }

    /** Takes a digest back; null is ignored. */
    void release(DeliveredDigest digest) {
        if (digest != null && freeDigests.size() < MAX_FREE_DIGESTS) {
            digest.reset();
            freeDigests.addLast(digest);
        }
    }

    public long inUseBytes() {
        return inUseBytes;
    }

    long allocatedBytes() {
        return allocatedBytes;
    }

    private void dropUnused(int needed) {
        for (int i = CLASSES - 1; i >= 0; i--) {
            while (allocatedBytes + needed > budgetBytes && free[i].pollLast() != null) {
                allocatedBytes -= SMALLEST << i;
            }
        }
    }

    private static int sizeClass(int length) {
        return length <= SMALLEST ? 0 : 32 - Integer.numberOfLeadingZeros(length - 1) - 8;
    }
}
