package io.plainsight.sensor.frame;

import io.plainsight.sensor.buffer.ByteCursor;

/** Looks at numbers and words ahead of a cursor without moving it. <b>Memory:</b> nothing is allocated. */
public final class Peek {
    /** What the number methods return where the bytes are not there. */
    public static final int NONE = -1;

    private Peek() {}

    /** Big endian, 0 to 0xffff; {@link #NONE}. */
    public static int u16(ByteCursor in, int at) {
        return in.peek(at + 1) < 0 ? NONE : in.peek(at) << 8 | in.peek(at + 1);
    }

    /** Big endian, 0 to 0xffffff; {@link #NONE}. */
    public static int u24(ByteCursor in, int at) {
        return in.peek(at + 2) < 0 ? NONE : in.peek(at) << 16 | in.peek(at + 1) << 8 | in.peek(at + 2);
    }

    /** Big endian, 0 to 0xffffffff; {@link #NONE}. */
    public static long u32(ByteCursor in, int at) {
        return in.peek(at + 3) < 0 ? NONE : (long) u16(in, at) << 16 | u16(in, at + 2);
    }

    /** Little endian, 0 to 0xffff; {@link #NONE}. */
    public static int u16le(ByteCursor in, int at) {
        return in.peek(at + 1) < 0 ? NONE : in.peek(at + 1) << 8 | in.peek(at);
    }

    /** Little endian, 0 to 0xffffffff; {@link #NONE}. */
    public static long u32le(ByteCursor in, int at) {
        return in.peek(at + 3) < 0 ? NONE : (long) u16le(in, at + 2) << 16 | u16le(in, at);
    }

    /** Whether the byte is this one, or not there yet. */
    public static boolean may(ByteCursor in, int at, int value) {
        int b = in.peek(at);
        return b < 0 || b == value;
    }

    /** Whether as many of these characters as are there are the ones at {@code at}. */
    public static boolean may(ByteCursor in, int at, String latin1) {
        for (int i = 0; i < latin1.length(); i++) {
            if (!may(in, at + i, latin1.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** Whether as many of the {@code length} bytes as are there are zero. */
    public static boolean mayBeZero(ByteCursor in, int at, int length) {
        for (int i = 0; i < length; i++) {
            if (!may(in, at + i, 0)) {
                return false;
            }
        }
        return true;
    }

    /** Whether all of these characters stand at {@code at}. */
    public static boolean is(ByteCursor in, int at, String latin1) {
        return in.remaining() >= at + latin1.length() && may(in, at, latin1);
    }

    /** Offset of the first occurrence at or behind {@code from}; {@link #NONE}. */
    public static int indexOf(ByteCursor in, String latin1, int from) {
        int last = in.remaining() - latin1.length();
        for (int i = Math.max(0, from); i <= last; i++) {
            if (in.peek(i) == latin1.charAt(0) && may(in, i, latin1)) {
                return i;
            }
        }
        return NONE;
    }
}
