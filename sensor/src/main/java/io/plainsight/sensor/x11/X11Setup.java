package io.plainsight.sensor.x11;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.frame.Peek;

/**
 * The connection setup (X Window System Protocol, section 8), in the byte order that its first byte names.
 *
 * <pre>
 *  'B' or 'l' | 00 | Major (16) = 11 | Minor (16) = 0 | n: name's length (16) | d: data's length (16) | 00 00 | name, data, each padded to 4
 * </pre>
 */
final class X11Setup {
    static final int REQUEST_LENGTH = 12;
    /** Names in use are at most 18 characters long, data is 16 to 32 bytes; Kerberos tickets are longer. */
    static final int MAX_NAME = 64;

    static final int MAX_DATA = 2048;

    private static final int BIG_ENDIAN = 'B';
    private static final int LITTLE_ENDIAN = 'l';
    private static final int MAJOR_VERSION = 11;

    private X11Setup() {}

    static boolean mayBeRequest(ByteCursor in) {
        int order = in.peek(0);
        boolean big = order == BIG_ENDIAN;
        if (order >= 0 && !big && order != LITTLE_ENDIAN) {
            return false;
        }
        return Peek.may(in, 1, 0)
                && Peek.may(in, big ? 3 : 2, MAJOR_VERSION)
                && Peek.may(in, big ? 2 : 3, 0)
                && Peek.mayBeZero(in, 4, 2)
                && Peek.mayBeZero(in, 10, 2)
                && (in.remaining() < 8 || nameLength(in) <= MAX_NAME)
                && (in.remaining() < 10 || dataLength(in) <= MAX_DATA);
    }

    /** Success 0 (failed), 1 or 2 (authenticate), then the version in either order. */
    static boolean mayBeReply(ByteCursor in) {
        boolean little = Peek.may(in, 2, MAJOR_VERSION) && Peek.may(in, 3, 0);
        boolean big = Peek.may(in, 2, 0) && Peek.may(in, 3, MAJOR_VERSION);
        return in.peek(0) <= 2 && (little || big) && Peek.mayBeZero(in, 4, 2);
    }

    static int nameLength(ByteCursor in) {
        return number(in, 6);
    }

    static int dataLength(ByteCursor in) {
        return number(in, 8);
    }

    /** Of the whole request, bytes. */
    static int length(ByteCursor in) {
        return REQUEST_LENGTH + padded(nameLength(in)) + padded(dataLength(in));
    }

    private static int number(ByteCursor in, int at) {
        return in.peek(0) == BIG_ENDIAN ? Peek.u16(in, at) : Peek.u16le(in, at);
    }

    private static int padded(int length) {
        return (length + 3) / 4 * 4;
    }
}
