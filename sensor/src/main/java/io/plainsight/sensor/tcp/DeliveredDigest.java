package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Remembers what the latest bytes of a stream were, well enough to notice that a repeated segment says something else.
 *
 * <p>The stream is cut into blocks of {@link #BLOCK} bytes at multiples of that sequence number; of each of the last
 * {@link #BLOCKS} whole blocks one byte of hash is kept. A repetition is compared in the blocks that it covers wholly, so a
 * change within the first or last few bytes of a segment stays unnoticed, one other block in 255 too.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@link #BLOCKS} bytes. <b>Lifetime:</b> lent by the {@link BufferPool} for one
 * direction.
 */
final class DeliveredDigest {
    private static final int BLOCK_BITS = 3;

    static final int BLOCK = 1 << BLOCK_BITS;
    /** 4 KiB: a hello with post-quantum shares, or the beginning of a server's flight. */
    static final int BLOCKS = 512;

    private static final byte UNKNOWN = 0;
    private static final int HASHES = 255;
    /** Odd, and no bit pattern of its own: the golden ratio, as in Fibonacci hashing. */
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final byte[] hashes = new byte[BLOCKS];
    /** The current block's bytes so far. */
    private long running;
    /** Whether every byte of the current block since its beginning was seen. */
    private boolean whole;

    /**
     * The next bytes of the stream, from {@code sequence} on.
     *
     * @param buffer may be null when there are none
     */
    void delivered(ByteBuffer buffer, int offset, int length, int sequence) {
        if (length < BLOCK) {
            single(buffer, offset, length, sequence);
            return;
        }
        int lead = -sequence & BLOCK - 1;
        if (lead > 0) {
            // the rest of a block: the first bytes of the eight that begin here
            long rest = block(buffer, offset) >>> Long.SIZE - lead * Byte.SIZE;
            hashes[place(sequence)] = whole ? hash(running << lead * Byte.SIZE | rest) : UNKNOWN;
        }
        int blocks = length - lead >> BLOCK_BITS;
        int place = place(sequence + lead);
        int taken = offset + lead;
        // up to the end of the array, then from its beginning: places that need no modulo cost no check
        for (int left = blocks; left > 0; place = 0) {
            int run = Math.min(left, BLOCKS - place);
            blocks(buffer, taken, place, run);
            taken += run * BLOCK;
            left -= run;
        }
        whole = taken < offset + length;
        // the beginning of a block: the last bytes of the eight that end here; those before will be shifted out
        running = block(buffer, offset + length - BLOCK);
    }

    private void blocks(ByteBuffer buffer, int offset, int place, int count) {
        final byte[] hashes = this.hashes;
        if (buffer.order() == ByteOrder.BIG_ENDIAN) {
            for (int i = 0; i < count; i++) {
                hashes[place + i] = hash(buffer.getLong(offset + i * BLOCK));
            }
        } else {
            for (int i = 0; i < count; i++) {
                hashes[place + i] = hash(Long.reverseBytes(buffer.getLong(offset + i * BLOCK)));
            }
        }
    }

    /** A few bytes, which make no whole block by themselves. */
    private void single(ByteBuffer buffer, int offset, int length, int sequence) {
        for (int i = 0; i < length; i++) {
            int at = sequence + i;
            whole |= (at & BLOCK - 1) == 0;
            running = running << Byte.SIZE | buffer.get(offset + i) & 0xff;
            if ((at & BLOCK - 1) == BLOCK - 1) {
                hashes[place(at)] = whole ? hash(running) : UNKNOWN;
                whole = false;
            }
        }
    }

    /** Forgets the stream, for the next one. */
    void reset() {
        Arrays.fill(hashes, UNKNOWN);
        running = 0;
        whole = false;
    }

    /** Bytes are missing: {@code length} from {@code sequence} on. */
    void missing(int sequence, int length) {
        int blocks = Math.min(BLOCKS, length / BLOCK + 2);
        for (int i = 0; i < blocks; i++) {
            hashes[place(sequence + i * BLOCK)] = UNKNOWN;
        }
        whole = false;
    }

    /**
     * Whether bytes that came again differ from what was delivered.
     *
     * @param length bytes at {@code offset}, all of them before {@code next}
     * @param next sequence number of the first byte not delivered yet
     */
    boolean differs(ByteBuffer buffer, int offset, int length, int sequence, int next) {
        int oldest = next - (BLOCKS - 1) * BLOCK;
        int skip = Math.floorMod(-sequence, BLOCK);
        for (int at = skip; at + BLOCK <= length; at += BLOCK) {
            int start = sequence + at;
            byte known = hashes[place(start)];
            boolean comparable = known != UNKNOWN && !SequenceNumber.isBefore(start, oldest);
            if (comparable && known != hash(block(buffer, offset + at))) {
                return true;
            }
        }
        return false;
    }

    /** The block's bytes, the first in the highest place, whatever the buffer's order. */
    private static long block(ByteBuffer buffer, int offset) {
        long value = buffer.getLong(offset);
        return buffer.order() == ByteOrder.BIG_ENDIAN ? value : Long.reverseBytes(value);
    }

    /** 1 to 255. */
    private static byte hash(long block) {
        long high = block * MULTIPLIER >>> Long.SIZE - Integer.SIZE;
        return (byte) ((high * HASHES >>> Integer.SIZE) + 1);
    }

    private static int place(int sequence) {
        return (sequence >>> BLOCK_BITS) & BLOCKS - 1;
    }
}
