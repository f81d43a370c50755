package io.plainsight.sensor.decode;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The bytes that are not decoded yet: captured from {@link #offset} to {@link #end}, on the wire to {@link #wireEnd}. A
 * layer reads its header relative to the offset after {@link #has} said that it is there, and moves the offset behind it.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> allocated once.
 */
final class Frame {
    private ByteBuffer buffer;
    private boolean reversed;
    /** First byte not decoded. */
    int offset;
    /** Behind the last captured byte; {@code offset <= end} always. */
    int end;
    /** Behind the last byte on the wire, in the same count; at least {@link #end}. */
    int wireEnd;
    /** Outermost VLAN, or {@link Packet#NO_VLAN}. */
    int vlanId;

    /** The range must lie within the buffer's limit. */
    void reset(ByteBuffer newBuffer, int newOffset, int capturedLength, int wireLength) {
        buffer = newBuffer;
        reversed = newBuffer.order() == ByteOrder.LITTLE_ENDIAN;
        offset = newOffset;
        end = newOffset + capturedLength;
        // saturates: a wire length is whatever the capture file claims
        wireEnd = Math.max(end, (int) Math.min(Integer.MAX_VALUE, (long) newOffset + wireLength));
    }

    ByteBuffer buffer() {
        return buffer;
    }

    /** Captured bytes left. */
    int remaining() {
        return end - offset;
    }

    int wireRemaining() {
        return wireEnd - offset;
    }

    boolean has(int length) {
        return length <= end - offset;
    }

    /** The caller has asked {@link #has}. */
    void skip(int length) {
        offset += length;
    }

    /** Ends the frame {@code wireLength} bytes behind the offset: what comes after is padding. */
    void limit(int wireLength) {
        wireEnd = offset + wireLength;
        end = Math.min(end, wireEnd);
    }

    int u8(int at) {
        return buffer.get(offset + at) & 0xff;
    }

    int u16(int at) {
        short value = buffer.getShort(offset + at);
        return (reversed ? Short.reverseBytes(value) : value) & 0xffff;
    }

    int int32(int at) {
        int value = buffer.getInt(offset + at);
        return reversed ? Integer.reverseBytes(value) : value;
    }

    long int64(int at) {
        long value = buffer.getLong(offset + at);
        return reversed ? Long.reverseBytes(value) : value;
    }
}
