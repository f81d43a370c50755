package io.plainsight.sensor.ssh;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * One side's bytes until its NEWKEYS: the identification string, then packets in clear.
 *
 * <pre>
 *  uint32 packet_length   byte padding_length   byte[] payload   byte[] padding      RFC 4253 section 6
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> the identification string. <b>Bounds:</b> {@link #MAX_PACKET} bytes a packet,
 * {@link #MAX_LINES} lines before the identification.
 */
final class SshStream {
    /** RFC 4253 section 6.1; certificates and big post-quantum shares stay far below. */
    static final int MAX_PACKET = 35_000;
    /** RFC 4253 section 4.2: including CR and LF. */
    static final int MAX_IDENTIFICATION = 255;

    static final int MAX_LINES = 64;
    private static final int LENGTH_FIELD = 4;
    private static final int MIN_PADDING = 4;

    enum Result {
        /** Needs more bytes. */
        INCOMPLETE,
        /** A packet's payload was found. */
        PACKET,
        /** The identification was read. */
        IDENTIFICATION,
        /** No SSH. */
        MALFORMED
    }

    private String identification;
    private int lines;
    private boolean lost;

    /** Such as {@code SSH-2.0-OpenSSH_9.2}; null before it. */
    String identification() {
        return identification;
    }

    /** Bytes are missing: packets cannot be found again. */
    void gap() {
        lost = true;
    }

    boolean isLost() {
        return lost;
    }

    Result next(ByteCursor in, ByteCursor payload) {
        return identification == null ? line(in) : packet(in, payload);
    }

    private Result line(ByteCursor in) {
        for (; lines < MAX_LINES; lines++) {
            int end = 0;
            while (in.peek(end) >= 0 && in.peek(end) != '\n' && end < MAX_IDENTIFICATION) {
                end++;
            }
            if (in.peek(end) != '\n') {
                return end == MAX_IDENTIFICATION ? Result.MALFORMED : Result.INCOMPLETE;
            }
            ByteCursor line = new ByteCursor();
            in.slice(end, line);
            in.skip(1);
            String text = line.latin1().stripTrailing();
            if (text.startsWith(SshSignature.PREFIX)) {
                identification = text;
                return Result.IDENTIFICATION;
            }
        }
        return Result.MALFORMED;
    }

    private static Result packet(ByteCursor in, ByteCursor payload) {
        if (in.remaining() <= LENGTH_FIELD) {
            return Result.INCOMPLETE;
        }
        int start = in.position();
        long length = in.u32();
        int padding = in.u8();
        if (length > MAX_PACKET || padding < MIN_PADDING || length < padding + 2L) {
            return Result.MALFORMED;
        }
        if (in.remaining() < length - 1) {
            in.position(start);
            return Result.INCOMPLETE;
        }
        in.slice((int) length - 1 - padding, payload);
        in.skip(padding);
        return Result.PACKET;
    }
}
