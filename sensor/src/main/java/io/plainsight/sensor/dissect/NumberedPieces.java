package io.plainsight.sensor.dissect;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Puts the pieces of a stream that datagrams carry, numbered and repeated until they arrive, in order, and feeds them to
 * what reads the stream. Repeated pieces are dropped; where one does not come, the stream has a gap.
 *
 * <p><b>Memory:</b> pieces that came too early are copied. <b>Bounds:</b> {@link #WINDOW} a side, of at most
 * {@link #MAX_PIECE} bytes each.
 */
public final class NumberedPieces {
    /** Pieces a side that may be under way: OpenVPN keeps at most 12. */
    public static final int WINDOW = 16;
    /** Longest piece that is kept, bytes; a datagram on an Ethernet has less. */
    public static final int MAX_PIECE = 2048;

    private static final Side[] SIDES = Side.values();

    private final CarriedStream stream;
    private final int bits;
    private final long[] next = new long[2];
    private final byte[][][] early = new byte[2][][];
    private final ByteCursor kept = new ByteCursor();

    /** @param bits of a number, behind which it begins at 0 again; 16 or 32 */
    public NumberedPieces(CarriedStream stream, int bits) {
        this.stream = stream;
        this.bits = bits;
    }

    /** The number of the first piece of a side; 0 unless told. */
    public void begin(Side side, long first) {
        next[side.ordinal()] = first & mask();
    }

    /**
     * Takes a piece, and consumes it where it is the next.
     *
     * @param whole whether {@code piece} holds all of it, and not only what a capture kept
     */
    public void take(Side side, long number, ByteCursor piece, boolean whole, long timestampNs) {
        int index = side.ordinal();
        long ahead = number - next[index] & mask();
        if (ahead >= 1L << bits - 1) {
            return;
        }
        if (ahead >= WINDOW || !whole) {
            early[index] = null;
            stream.gap(side, timestampNs);
            next[index] = number;
            ahead = 0;
        }
        if (ahead > 0) {
            keep(index, (int) (number % WINDOW), piece);
            return;
        }
        step(index);
        if (whole) {
            stream.feed(side, piece, timestampNs);
        }
        drain(index, timestampNs);
    }

    private void keep(int index, int slot, ByteCursor piece) {
        if (early[index] == null) {
            early[index] = new byte[WINDOW][];
        }
        if (early[index][slot] == null && piece.remaining() <= MAX_PIECE) {
            early[index][slot] = piece.toArray();
        }
    }

    private void drain(int index, long timestampNs) {
        while (early[index] != null && early[index][slot(index)] != null) {
            kept.wrap(early[index][slot(index)]);
            early[index][slot(index)] = null;
            step(index);
            stream.feed(SIDES[index], kept, timestampNs);
        }
    }

    private int slot(int index) {
        return (int) (next[index] % WINDOW);
    }

    private void step(int index) {
        next[index] = next[index] + 1 & mask();
    }

    private long mask() {
        return (1L << bits) - 1;
    }
}
