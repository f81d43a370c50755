package io.plainsight.sensor.quic;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.tls.HandshakeType;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Puts one side's CRYPTO frames in order and finds the handshake messages in them. Frames may come in any order, repeated and
 * overlapping; where they differ, the first copy counts. A message that lies in one frame is handed out in place.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> a buffer up to the furthest byte, until {@link #release}.
 * <b>Bounds:</b> {@link #MAX_BYTES} of a stream, and the sensor's {@link QuicBudget} over all of them.
 */
final class CryptoStream {
    /** RFC 9000 section 7.5 asks for 4096 bytes of buffer at least; hellos with post-quantum shares need no more than 16 KiB. */
    static final int MAX_BYTES = 64 * 1024;

    /** How far ahead a stream may be that has brought little: a spoofed packet must not reserve {@link #MAX_BYTES}. */
    static final int FREE_BYTES = 8 * 1024;

    private static final int HEADER = 4;
    private static final int FIRST_BUFFER = 2048;

    /** Takes a whole handshake message. */
    interface MessageHandler {
        void onMessage(int type, ByteCursor body);
    }

    private final QuicBudget budget;
    private final ByteCursor body = new ByteCursor();
    private final BitSet received = new BitSet();
    private byte[] bytes;
    /** Bytes of the stream that were handed out in messages. */
    private int delivered;

    CryptoStream(QuicBudget budget) {
        this.budget = budget;
    }

    /**
     * Takes a frame and hands out the messages that it completes.
     *
     * @param offset of the frame in the stream, 0 to 2^62 - 1
     * @param data its bytes; consumed
     * @return false when the frame lies beyond the bounds, or is no handshake: the stream cannot be followed further
     */
    boolean onFrame(long offset, ByteCursor data, MessageHandler handler) {
        int length = data.remaining();
        if (offset > MAX_BYTES || offset + length > MAX_BYTES) {
            return false;
        }
        int start = (int) offset;
        if (bytes == null && start == delivered) {
            Boolean whole = inPlace(data, handler);
            if (whole != null) {
                return whole;
            }
            start = delivered;
            length = data.remaining();
        }
        if (start + length <= delivered) {
            return true; // seen before
        }
        if (!reserve(start + length)) {
            return false;
        }
        store(start, length, data);
        return deliver(handler);
    }

    /** Gives its memory back. */
    void release() {
        if (bytes != null) {
            budget.giveBack(bytes.length);
            bytes = null;
        }
        received.clear();
    }

    /** Whether bytes wait for others. */
    boolean isHolding() {
        return bytes != null;
    }

    /** @return null when bytes are left that must be kept */
    private Boolean inPlace(ByteCursor data, MessageHandler handler) {
        while (data.remaining() > 0) {
            if (!HandshakeType.isKnown(data.peek(0))) {
                return false;
            }
            if (data.remaining() < HEADER) {
                return null;
            }
            int length = data.peek(1) << 16 | data.peek(2) << 8 | data.peek(3);
            if (HEADER + length > data.remaining()) {
                return null;
            }
            int type = data.u8();
            data.slice24(body);
            delivered += HEADER + length;
            handler.onMessage(type, body);
        }
        return true;
    }

    private boolean reserve(int end) {
        int have = bytes == null ? 0 : bytes.length;
        if (end <= have) {
            return true;
        }
        if (end > delivered + FREE_BYTES + 8 * received.cardinality()) {
            return false;
        }
        int want = Math.min(MAX_BYTES, Math.max(FIRST_BUFFER, Integer.highestOneBit(end - 1) << 1));
        if (!budget.hold(want - have)) {
            return false;
        }
        bytes = bytes == null ? new byte[want] : Arrays.copyOf(bytes, want);
        return true;
    }

    private void store(int start, int length, ByteCursor data) {
        int end = start + length;
        int base = data.position() - start;
        for (int from = received.nextClearBit(start); from < end; ) {
            int next = received.nextSetBit(from);
            int to = next < 0 ? end : Math.min(next, end);
            data.buffer().get(base + from, bytes, from, to - from);
            from = received.nextClearBit(to);
        }
        received.set(start, end);
        data.skip(length);
    }

    private boolean deliver(MessageHandler handler) {
        int contiguous = received.nextClearBit(delivered);
        while (contiguous > delivered) {
            if (!HandshakeType.isKnown(bytes[delivered] & 0xff)) {
                return false;
            }
            if (contiguous - delivered < HEADER) {
                return true;
            }
            int length = (bytes[delivered + 1] & 0xff) << 16
                    | (bytes[delivered + 2] & 0xff) << 8
                    | bytes[delivered + 3] & 0xff;
            if (length > MAX_BYTES - HEADER - delivered) {
                return false;
            }
            if (delivered + HEADER + length > contiguous) {
                return true;
            }
            int type = bytes[delivered] & 0xff;
            body.wrap(ByteBuffer.wrap(bytes), delivered + HEADER, length);
            delivered += HEADER + length;
            handler.onMessage(type, body);
        }
        if (received.length() <= delivered) {
            release();
        }
        return true;
    }
}
