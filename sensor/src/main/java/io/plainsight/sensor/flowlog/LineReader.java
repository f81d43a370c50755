package io.plainsight.sensor.flowlog;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Lines of UTF-8 text with a cap, so that a file without line ends (or a gzip of zeros) cannot fill the memory.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one line buffer.
 */
public final class LineReader {
    /** A record of all 54 fields with ten ARNs of 2,048 characters stays below this. */
    public static final int MAX_LINE_BYTES = 32 * 1024;

    private final InputStream in;
    private final byte[] line = new byte[MAX_LINE_BYTES];
    private final byte[] block = new byte[MAX_LINE_BYTES];
    private int blockPosition;
    private int blockLength;
    private boolean tooLong;

    public LineReader(InputStream in) {
        this.in = in;
    }

    /** The next line without its end, cut at the cap; null at the end of the file. */
    public String next() throws IOException {
        int length = 0;
        boolean any = false;
        tooLong = false;
        while (true) {
            int value = read();
            if (value < 0) {
                return any ? text(length) : null;
            }
            any = true;
            if (value == '\n') {
                return text(length);
            }
            if (length < line.length) {
                line[length++] = (byte) value;
            } else {
                tooLong = true;
            }
        }
    }

    /** Whether the latest line was cut. */
    public boolean tooLong() {
        return tooLong;
    }

    private String text(int length) {
        int end = length > 0 && line[length - 1] == '\r' ? length - 1 : length;
        return new String(line, 0, end, StandardCharsets.UTF_8);
    }

    private int read() throws IOException {
        if (blockPosition == blockLength) {
            blockPosition = 0;
            blockLength = Math.max(0, in.read(block));
            if (blockLength == 0) {
                return -1;
            }
        }
        return block[blockPosition++] & 0xff;
    }
}
