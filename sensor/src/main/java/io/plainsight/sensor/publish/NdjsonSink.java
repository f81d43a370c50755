package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;
import io.plainsight.events.encode.ObservationEncoder;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Locale;

/**
 * One observation a line, as JSON in UTF-8, and nothing else.
 *
 * <p>A reader that closes its end of a pipe ({@code plainsight sensor … | head}) has what it wanted: from then on the
 * sink takes observations and drops them, {@link #readerGone()} is true, and the program can end cleanly. Every other
 * write error (a full disk) is an {@link UncheckedIOException}.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #WRITE_BYTES} bytes are collected, then written in one piece; see
 * {@link ObservationEncoder}.
 */
public final class NdjsonSink implements ObservationSink {
    /** Enough to make the system call cheap beside them, few enough to be in the processor's cache when it reads them. */
    private static final int WRITE_BYTES = 64 * 1024;

    private final ObservationEncoder encoder = new ObservationEncoder();
    private final OutputStream out;
    private final String name;
    private boolean readerGone;

    /**
     * @param out closed with this sink; for standard output a {@code FileOutputStream} of {@code FileDescriptor.out}, since
     *     {@code System.out} hides errors
     * @param name what error messages call the output, such as {@code standard output} or the file's name
     */
    public NdjsonSink(OutputStream out, String name) {
        this.out = out;
        this.name = name;
    }

    @Override
    public void accept(Observation observation) {
        if (readerGone) {
            return;
        }
        encoder.appendLine(observation);
        if (encoder.length() >= WRITE_BYTES) {
            write();
        }
    }

    @Override
    public void flush() {
        if (readerGone) {
            return;
        }
        write();
        try {
            out.flush();
        } catch (IOException e) {
            failed(e);
        }
    }

    /** Whether the reader of a pipe has gone; there is no point in going on. */
    public boolean readerGone() {
        return readerGone;
    }

    @Override
    public void close() {
        flush();
        try {
            out.close();
        } catch (IOException e) {
            if (!readerGone) {
                failed(e);
            }
        }
    }

    private void write() {
        try {
            encoder.writeTo(out);
        } catch (IOException e) {
            failed(e);
        } finally {
            encoder.clear();
        }
    }

    private void failed(IOException e) {
        if (isBrokenPipe(e)) {
            readerGone = true;
        } else {
            throw new UncheckedIOException("cannot write observations to " + name + ": " + e.getMessage(), e);
        }
    }

    /** Java has no exception type for EPIPE; the message is the C library's text, or the one of {@code PipedOutputStream}. */
    private static boolean isBrokenPipe(IOException e) {
        String message = e.getMessage() == null ? "" : e.getMessage().toLowerCase(Locale.ROOT);
        return message.contains("broken pipe") || message.contains("pipe closed") || message.contains("epipe");
    }
}
