package io.plainsight.sensor.dtls;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.ByteBuffer;
import java.util.BitSet;

/**
 * A handshake message of which fragments arrive in any order. Where fragments overlap, the bytes that came first hold.
 *
 * <p><b>Memory:</b> the message's length and an eighth of it.
 */
final class PartialMessage {
    private final int type;
    private final byte[] bytes;
    private final BitSet received;
    private int missing;

    PartialMessage(int type, int length) {
        this.type = type;
        bytes = new byte[length];
        received = new BitSet(length);
        missing = length;
    }

    int type() {
        return type;
    }

    int length() {
        return bytes.length;
    }

    boolean isComplete() {
        return missing == 0;
    }

    /** @param fragment the bytes from {@code offset} on; consumed; must lie within the message */
    void add(int offset, ByteCursor fragment) {
        int end = offset + fragment.remaining();
        int start = fragment.position() - offset;
        int from = received.nextClearBit(offset);
        while (from < end) {
            int set = received.nextSetBit(from);
            int to = set < 0 ? end : Math.min(set, end);
            fragment.position(start + from);
            fragment.copyTo(bytes, from, to - from);
            received.set(from, to);
            missing -= to - from;
            from = received.nextClearBit(to);
        }
    }

    void read(ByteCursor into) {
        into.wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
    }
}
