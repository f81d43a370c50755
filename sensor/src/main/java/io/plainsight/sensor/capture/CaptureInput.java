package io.plainsight.sensor.capture;

import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * The bytes of a capture from front to back, in pieces that a reader can address directly.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> {@link #buffer()} and {@link #offset()} hold until the next
 * {@link #require} or {@link #skip}. <b>Memory:</b> one buffer; nothing is allocated for a record.
 */
abstract class CaptureInput implements AutoCloseable {
    static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

    private final Path file;

    /** Big endian always; readers of little-endian files reverse what they read. */
    protected ByteBuffer buffer = EMPTY;
    /** The read position within {@link #buffer}. */
    protected int offset;

    CaptureInput(Path file) {
        this.file = file;
    }

    final Path file() {
        return file;
    }

    final ByteBuffer buffer() {
        return buffer;
    }

    final int offset() {
        return offset;
    }

    /** Bytes before the read position, counted in the uncompressed capture. */
    abstract long position();

    /** Bytes of the file itself before the read position, or a little more; callable from any thread. */
    abstract long consumed();

    /** Bytes of the file when it was opened; 0 where nobody can tell. */
    abstract long size();

    /** Whether bytes handed out stay as they are while their buffer is referred to. */
    abstract boolean isStable();

    /**
     * Makes the next {@code length} bytes contiguous in {@link #buffer()} from {@link #offset()}, without consuming them.
     *
     * @param length at most {@link FileSource#MAX_RECORD_LENGTH}
     * @return the number of bytes that are there, less than {@code length} only at the end of the input
     */
    abstract int require(int length) throws CaptureException;

    /** Consumes {@code length} bytes, required before or not; returns how many there were. */
    abstract long skip(long length) throws CaptureException;

    /** Why the input ended other than by its end, such as damaged compression; null when nothing is known. */
    Exception damage() {
        return null;
    }

    /** True when the file is shorter than it was when it was opened. */
    boolean hasShrunk() {
        return false;
    }

    @Override
    public abstract void close();

    final CaptureException failed(String what, Exception cause) {
        return new CaptureException(file + ": cannot be read at byte " + position() + ": " + what, cause);
    }
}
