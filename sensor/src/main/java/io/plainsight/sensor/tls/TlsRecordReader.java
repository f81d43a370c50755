package io.plainsight.sensor.tls;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Finds records in one side's bytes and keeps count of what is left of the current one, so that a record's content can
 * be taken as it arrives.
 *
 * <pre>
 *  0       1       2       3       4       5
 *  +-------+-------+-------+-------+-------+----------------
 *  | type  | legacy version|    length     | fragment …            RFC 8446 section 5.1
 *  +-------+-------+-------+-------+-------+----------------
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> four numbers; copies nothing.
 */
final class TlsRecordReader {
    static final int HEADER_LENGTH = 5;
    /** RFC 5246 section 6.2.3: 2^14 bytes of plaintext and at most 2048 of expansion. */
    static final int MAX_FRAGMENT = (1 << 14) + 2048;

    private static final int LENGTH_OFFSET = 3;
    private static final int MAJOR_VERSION = 3;
    private static final int MAX_MINOR_VERSION = 4;

    enum Result {
        /** The cursor stands in the fragment of a record; see {@link #remaining()}. */
        READY,
        /** The header is not all there; nothing was consumed. */
        INCOMPLETE,
        /** These bytes are no record header; nothing was consumed. */
        MALFORMED
    }

    private int contentType;
    private int length;
    private int remaining;

    /** Stands on the current record's fragment, or reads the next header when the current one is used up. */
    Result begin(ByteCursor in) {
        if (remaining > 0) {
            return Result.READY;
        }
        if (!isPlausibleHeader(in, 0)) {
            return Result.MALFORMED;
        }
        if (in.remaining() < HEADER_LENGTH) {
            return Result.INCOMPLETE;
        }
        contentType = in.u8();
        in.u16();
        length = in.u16();
        remaining = length;
        return Result.READY;
    }

    /** Whether the bytes from {@code ahead}, as far as they are there, can be a record header. */
    static boolean isPlausibleHeader(ByteCursor in, int ahead) {
        int available = in.remaining() - ahead;
        return (available < 1 || ContentType.isKnown(in.peek(ahead)))
                && (available < 2 || in.peek(ahead + 1) == MAJOR_VERSION)
                && (available < 3 || in.peek(ahead + 2) <= MAX_MINOR_VERSION)
                && (available < HEADER_LENGTH || length(in, ahead) <= MAX_FRAGMENT);
    }

    /** The length field of the header {@code ahead}; the caller made sure that it is there. */
    static int length(ByteCursor in, int ahead) {
        return in.peek(ahead + LENGTH_OFFSET) << 8 | in.peek(ahead + LENGTH_OFFSET + 1);
    }

    int contentType() {
        return contentType;
    }

    /** Length of the whole fragment, 0 to {@link #MAX_FRAGMENT}. */
    int length() {
        return length;
    }

    /** Bytes of the fragment not yet taken. */
    int remaining() {
        return remaining;
    }

    void taken(int bytes) {
        remaining -= bytes;
    }

    void reset() {
        length = 0;
        remaining = 0;
    }
}
