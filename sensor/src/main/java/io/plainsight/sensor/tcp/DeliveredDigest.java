package io.plainsight.sensor.tcp;

import java.nio.ByteBuffer;

/**
 * Remembers what the latest bytes of a stream were, well enough to notice that a repeated segment says something else.
 *
 * <p>The stream is cut into blocks of {@link #BLOCK} bytes at multiples of that sequence number; of each of the last
 * {@link #BLOCKS} whole blocks one byte of hash is kept. A repetition is compared in the blocks that it covers wholly, so a
 * change within the first or last few bytes of a segment stays unnoticed, one other block in 255 too.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@link #BLOCKS} bytes.
 */
final class DeliveredDigest {
    private static final int BLOCK_BITS = 3;

    static final int BLOCK = 1 << BLOCK_BITS;
    /** 4 KiB: a hello with post-quantum shares, or the beginning of a server's flight. */
    static final int BLOCKS = 512;

    private static final byte UNKNOWN = 0;
    private static final int HASHES = 255;
    private static final int MULTIPLIER = 31;

    private final byte[] hashes = new byte[BLOCKS];
    private int running;
    /** Whether every byte of the current block since its beginning was seen. */
    private boolean whole;

    /** The next bytes of the stream, from {@code sequence} on. */
    void delivered(ByteBuffer buffer, int offset, int length, int sequence) {
        for (int i = 0; i < length; i++) {
            int at = sequence + i;
            if (Math.floorMod(at, BLOCK) == 0) {
                running = 0;
                whole = true;
            }
            running = running * MULTIPLIER + buffer.get(offset + i);
            if (Math.floorMod(at, BLOCK) == BLOCK - 1) {
                hashes[place(at)] = whole ? hash(running) : UNKNOWN;
            }
        }
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
            if (known != UNKNOWN && !SequenceNumber.isBefore(start, oldest) && known != hashOf(buffer, offset + at)) {
                return true;
            }
        }
        return false;
    }

    private static byte hashOf(ByteBuffer buffer, int offset) {
        int hash = 0;
        for (int i = 0; i < BLOCK; i++) {
            hash = hash * MULTIPLIER + buffer.get(offset + i);
        }
        return hash(hash);
    }

    /** 1 to 255, spread over all bits of the sum. */
    private static byte hash(int sum) {
        int mixed = sum * 0x9E3779B1;
        return (byte) (Integer.remainderUnsigned(mixed ^ mixed >>> 16, HASHES) + 1);
    }

    private static int place(int sequence) {
        return (sequence >>> BLOCK_BITS) & BLOCKS - 1;
    }
}
