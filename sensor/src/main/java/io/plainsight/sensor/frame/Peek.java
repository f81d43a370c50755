package io.plainsight.sensor.frame;

import io.plainsight.sensor.buffer.ByteCursor;

/** Reads numbers ahead of a cursor without moving it; bytes that are not there give {@link #NONE}. */
public final class Peek {
    public static final int NONE = -1;

    private Peek() {}

    /** Big endian, 0 to 65535. */
    public static int u16(ByteCursor in, int at) {
        return in.peek(at + 1) < 0 || in.peek(at) < 0 ? NONE : in.peek(at) << 8 | in.peek(at + 1);
    }

    /** Big endian, 0 to 16777215. */
    public static int u24(ByteCursor in, int at) {
        return in.peek(at + 2) < 0 || in.peek(at) < 0 ? NONE : in.peek(at) << 16 | u16(in, at + 1);
    }

    /** Big endian, 0 to 2^32 - 1. */
    public static long u32(ByteCursor in, int at) {
        return in.peek(at + 3) < 0 || in.peek(at) < 0 ? NONE : (long) u16(in, at) << 16 | u16(in, at + 2);
    }

    /** Little endian, 0 to 2^32 - 1. */
    public static long u32le(ByteCursor in, int at) {
        if (in.peek(at + 3) < 0 || in.peek(at) < 0) {
            return NONE;
        }
        return in.peek(at) | in.peek(at + 1) << 8 | in.peek(at + 2) << 16 | (long) in.peek(at + 3) << 24;
    }
}
