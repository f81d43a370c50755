package io.plainsight.sensor.flowlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines of UTF-8 text with a cap, so that a file without line ends (or a gzip of zeros) cannot fill the memory. A line is
 * read where it lies in the buffer.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one buffer of four times the cap.
 */
public final class LineReader {
    /** A record of all 54 fields with ten ARNs of 2,048 characters stays below this. */
    public static final int MAX_LINE_BYTES = 32 * 1024;

    private final InputStream in;
    private final byte[] buffer = new byte[4 * MAX_LINE_BYTES];
    private int position;
    private int limit;
    private int start;
    private int end;
    private boolean tooLong;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; false at the end of the input. */
    public boolean next() throws IOException {
        tooLong = false;
        start = position;
        int scanned = position;
        while (true) {
            int newline = newline(scanned);
            if (newline >= 0) {
                position = newline + 1;
                finish(newline);
                return true;
            }
            if (limit - start > MAX_LINE_BYTES) {
                tooLong = true;
                end = start + MAX_LINE_BYTES;
                skipRest();
                return true;
            }
            int length = limit - start;
            if (!fill()) {
                position = limit;
                finish(limit);
                return length > 0;
            }
            scanned = start + length;
        }
    }

    /** Holds the latest line from {@link #start} to {@link #end}, without its end; until the next call of {@link #next}. */
    public byte[] bytes() {
        return buffer;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    /** The latest line. */
    public String text() {
        return new String(buffer, start, end - start, StandardCharsets.UTF_8);
    }

    /** Whether the latest line was cut. */
    public boolean tooLong() {
        return tooLong;
    }

    private void finish(int at) {
        end = at > start && buffer[at - 1] == '\r' ? at - 1 : at;
        if (end - start > MAX_LINE_BYTES) {
            end = start + MAX_LINE_BYTES;
            tooLong = true;
        }
    }

    private int newline(int from) {
        for (int i = from; i < limit; i++) {
            if (buffer[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /** Moves what is begun to the front, where there is no room behind it, and reads on. */
    private boolean fill() throws IOException {
        if (limit == buffer.length) {
            System.arraycopy(buffer, start, buffer, 0, limit - start);
            limit -= start;
            start = 0;
        }
        int read = in.read(buffer, limit, buffer.length - limit);
        limit += Math.max(0, read);
        return read > 0;
    }

    /** Behind a line that was cut; its beginning stays where it is. */
    private void skipRest() throws IOException {
        int newline = newline(end);
        if (newline >= 0) {
            position = newline + 1;
            return;
        }
        System.arraycopy(buffer, start, buffer, 0, MAX_LINE_BYTES);
        start = 0;
        end = MAX_LINE_BYTES;
        do {
            limit = end;
            int read = in.read(buffer, end, buffer.length - end);
            if (read <= 0) {
                position = limit;
                return;
            }
            limit += read;
            newline = newline(end);
        } while (newline < 0);
        position = newline + 1;
    }
}
