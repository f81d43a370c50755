package io.plainsight.sensor.text;

import io.plainsight.sensor.buffer.ByteCursor;

/**
 * Cuts one side's bytes into lines, in place. A line ends with LF; a CR before it belongs to the ending.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> one side of one connection. <b>Memory:</b> three fields, no copies.
 * <b>Bounds:</b> of a line longer than {@link #MAX_LINE}, or another {@link #limit}, the first that many bytes are given and the rest is
 * skipped, so that the result does not depend on how the bytes were split into packets.
 */
public final class LineReader {
    /**
     * Longest line given whole unless a limit is set, bytes with the ending. HTTP servers take header lines of about 8 KiB; mail protocols ask
     * for far less (RFC 5321 section 4.5.3.1: 512 to 1000).
     */
    public static final int MAX_LINE = 8192;

    private int limit = MAX_LINE;
    private int scanned;
    private boolean skipping;

    /**
     * @param in the side's unconsumed bytes, which begin where the last call left them; moved past the line
     * @param line receives the line without its ending
     * @return whether {@code line} holds a line; false when more bytes are needed
     */
    public boolean next(ByteCursor in, ByteCursor line) {
        if (skipping && !skipRest(in)) {
            return false;
        }
        int length = Math.min(in.remaining(), limit);
        for (int i = Math.min(scanned, length); i < length; i++) {
            if (in.peek(i) == '\n') {
                scanned = 0;
                in.slice(i > 0 && in.peek(i - 1) == '\r' ? i - 1 : i, line);
                in.skip(in.peek(0) == '\r' ? 2 : 1);
                return true;
            }
        }
        scanned = length;
        if (length == limit) {
            in.slice(limit, line);
            resync();
            return true;
        }
        return false;
    }

    /** From the next line on, lines up to {@code bytes} are given whole. */
    public void limit(int bytes) {
        limit = bytes;
    }

    /** Begin again behind the next line end, as after missing bytes. */
    public void resync() {
        skipping = true;
        scanned = 0;
    }

    private boolean skipRest(ByteCursor in) {
        while (in.remaining() > 0) {
            if (in.u8() == '\n') {
                skipping = false;
                return true;
            }
        }
        return false;
    }
}
