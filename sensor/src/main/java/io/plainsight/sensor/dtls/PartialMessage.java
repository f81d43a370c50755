package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A handshake message of which fragments arrive in any order. Where fragments overlap, the bytes that came first hold.
 *
 * <p><b>Memory:</b> what arrived, not what a fragment claims is still to come. <b>Bounds:</b> {@link #MAX_PIECES}.
 */
final class PartialMessage {
    /** The smallest MTU that stacks use makes 300 fragments of the longest message. */
    static final int MAX_PIECES = 512;
    /** What the memory of a piece costs beside its bytes. */
    private static final int PIECE_COST = 48;

    private record Piece(int offset, byte[] bytes) {
        int end() {
            return offset + bytes.length;
        }
    }

    private final int type;
    private final int length;
    /** Without overlap, in the order of their offsets. */
    private final List<Piece> pieces = new ArrayList<>(1);

    private int received;

    PartialMessage(int type, int length) {
        this.type = type;
        this.length = length;
    }

    int type() {
        return type;
    }

    int length() {
        return length;
    }

    boolean isComplete() {
        return received == length;
    }

    /** Bytes of memory, roughly. */
    int cost() {
        return received + PIECE_COST * (1 + pieces.size());
    }

    /** Bytes of memory that a fragment adds at most. */
    static int costOf(int fragmentLength) {
        return fragmentLength + 2 * PIECE_COST;
    }

    /**
     * Adds what of a fragment is not there yet.
     *
     * @param fragment the bytes from {@code offset} on; consumed; must lie within the message
     * @return false when there are too many pieces
     */
    boolean add(int offset, ByteCursor fragment) {
        int start = fragment.position() - offset;
        int end = offset + fragment.remaining();
        int from = offset;
        int index = firstEndingBehind(from);
        while (from < end) {
            Piece next = index < pieces.size() ? pieces.get(index) : null;
            int to = next == null ? end : Math.min(next.offset(), end);
            if (from < to) {
                if (pieces.size() >= MAX_PIECES) {
                    return false;
                }
                byte[] bytes = new byte[to - from];
                fragment.position(start + from);
                fragment.copyTo(bytes, 0, bytes.length);
                pieces.add(index++, new Piece(from, bytes));
                received += bytes.length;
            }
            from = next == null ? end : Math.max(to, next.end());
            index++;
        }
        return true;
    }

    /** Copies the whole message behind a cursor. */
    void read(ByteCursor into) {
        byte[] bytes = new byte[received];
        int at = 0;
        for (Piece piece : pieces) {
            System.arraycopy(piece.bytes(), 0, bytes, at, piece.bytes().length);
            at += piece.bytes().length;
        }
        into.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    private int firstEndingBehind(int offset) {
        int low = 0;
        int high = pieces.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (pieces.get(middle).end() > offset) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }
}
