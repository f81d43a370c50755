package io.plainsight.app.command;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;

/**
 * Hands whole lines on to an output that several write to, many at once, so that no line ends up within another.
 *
 * <p><b>Threading:</b> one thread each; those with the same output wait for one another when they hand over. <b>Memory:</b>
 * the longest line, or what is written at once.
 */
final class WholeLines extends OutputStream {
    private final OutputStream shared;
    /** The beginning of a line whose end is yet to come. */
    private byte[] begun = new byte[1024];

    private int length;

    WholeLines(OutputStream shared) {
        this.shared = shared;
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        int whole = count;
        while (whole > 0 && bytes[offset + whole - 1] != '\n') {
            whole--;
        }
        if (whole > 0) {
            synchronized (shared) {
                if (length > 0) {
                    shared.write(begun, 0, length);
                }
                shared.write(bytes, offset, whole);
            }
            length = 0;
        }
        int rest = count - whole;
        if (length + rest > begun.length) {
            begun = Arrays.copyOf(begun, Math.max(length + rest, 2 * begun.length));
        }
        System.arraycopy(bytes, offset + whole, begun, length, rest);
        length += rest;
    }

    @Override
    public void flush() throws IOException {
        synchronized (shared) {
            shared.flush();
        }
    }
}
