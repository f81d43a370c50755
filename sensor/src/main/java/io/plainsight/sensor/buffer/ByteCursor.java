package io.plainsight.sensor.buffer;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A read position over a range of a buffer; the one place where bounds are checked.
 *
 * <p>A read past the end does not throw: it returns 0, moves the position to the limit and makes {@link #ok()} false for
 * good (until the next {@code wrap}). So a parser reads field after field as the RFC lists them and asks {@code ok()}
 * once; a loop {@code while (in.remaining() > 0)} always ends.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> valid as long as the buffer beneath it; callees keep nothing.
 * <b>Memory:</b> reusable, allocates nothing.
 */
public final class ByteCursor {
    private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private ByteBuffer buffer = EMPTY;
    private int position;
    private int limit;
    private boolean ok = true;

    /** Points this cursor at {@code length} bytes from {@code offset}; a range outside the buffer's limit gives an empty, failed cursor. */
    public ByteCursor wrap(ByteBuffer buffer, int offset, int length) {
        this.buffer = buffer;
        if (offset < 0 || length < 0 || length > buffer.limit() - offset) {
            position = 0;
            limit = 0;
            ok = false;
        } else {
            position = offset;
            limit = offset + length;
            ok = true;
        }
        return this;
    }

    /** For tests and whole arrays. */
    public ByteCursor wrap(byte[] bytes) {
        return wrap(ByteBuffer.wrap(bytes), 0, bytes.length);
    }

    /** Makes this cursor a copy of {@code other}: same range, same position, same state. */
    public ByteCursor wrap(ByteCursor other) {
        buffer = other.buffer;
        position = other.position;
        limit = other.limit;
        ok = other.ok;
        return this;
    }

    public boolean ok() {
        return ok;
    }

    public int remaining() {
        return limit - position;
    }

    /** Absolute position in {@link #buffer()}. */
    public int position() {
        return position;
    }

    public ByteBuffer buffer() {
        return buffer;
    }

    /** Moves back or forth within the range; outside it the cursor fails. */
    public void position(int newPosition) {
        if (newPosition < 0 || newPosition > limit) {
            fail();
        } else {
            position = newPosition;
        }
    }

    public int u8() {
        return need(1) ? buffer.get(position++) & 0xff : 0;
    }

    public int u16() {
        if (!need(2)) {
            return 0;
        }
        int value = (buffer.get(position) & 0xff) << 8 | buffer.get(position + 1) & 0xff;
        position += 2;
        return value;
    }

    public int u24() {
        return need(3) ? u8() << 16 | u16() : 0;
    }

    public long u32() {
        return need(4) ? (long) u16() << 16 | u16() : 0;
    }

    public long u64() {
        return need(8) ? u32() << 32 | u32() : 0;
    }

    /** The byte {@code ahead} of the position without moving; -1 where there is none (which is no failure). */
    public int peek(int ahead) {
        return ahead >= 0 && ahead < limit - position ? buffer.get(position + ahead) & 0xff : -1;
    }

    public void skip(int length) {
        if (length >= 0 && need(length)) {
            position += length;
        } else if (length < 0) {
            fail();
        }
    }

    /** Gives the next {@code length} bytes to {@code into} and moves past them; both fail when there are fewer. */
    public void slice(int length, ByteCursor into) {
        if (length >= 0 && need(length)) {
            into.wrap(buffer, position, length);
            position += length;
        } else {
            fail();
            into.wrap(buffer, 0, 0);
            into.ok = false;
        }
    }

    public void slice8(ByteCursor into) {
        slice(u8(), into);
    }

    public void slice16(ByteCursor into) {
        slice(u16(), into);
    }

    public void slice24(ByteCursor into) {
        slice(u24(), into);
    }

    /** Copies the remaining bytes and consumes them. Allocates: not for the packet path. */
    public byte[] toArray() {
        byte[] bytes = new byte[remaining()];
        copyTo(bytes, 0, bytes.length);
        return bytes;
    }

    /** Copies the next {@code length} bytes and consumes them. */
    public void copyTo(byte[] target, int offset, int length) {
        if (need(length)) {
            buffer.get(position, target, offset, length);
            position += length;
        }
    }

    /** The remaining bytes as ISO 8859-1, consumed. Allocates. */
    public String latin1() {
        return new String(toArray(), StandardCharsets.ISO_8859_1);
    }

    private boolean need(int length) {
        if (length > limit - position) {
            fail();
            return false;
        }
        return true;
    }

    private void fail() {
        ok = false;
        position = limit;
    }
}
