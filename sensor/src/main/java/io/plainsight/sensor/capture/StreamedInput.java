package io.plainsight.sensor.capture;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A stream (decompressed, or from a pipe) read through one heap buffer of fixed size.
 *
 * <p>When the stream fails, what came before is still handed out; {@link #damage()} then says what went wrong. However much
 * a file unpacks to, only the buffer's length of it is held; it is wiped at the end, since it is somebody's data.
 */
final class StreamedInput extends CaptureInput {
    /** Holds several records of the greatest length, so that moving the remainder to the front is rare. */
    static final int BUFFER_LENGTH = 4 * FileSource.MAX_RECORD_LENGTH;

    /** Asked of the stream at once. What a decompressor has made of damaged data when it fails is lost, so it is little. */
    private static final int PIECE_LENGTH = 16 * 1024;

    private final InputStream in;
    private final CountedStream counted;
    private final long size;
    private final byte[] bytes;
    private int filled;
    /** Position in the stream of the buffer's first byte. */
    private long bufferStart;

    private boolean ended;
    private IOException damage;

    /** A stream of unknown length. */
    StreamedInput(Path file, InputStream in) {
        this(file, new CountedStream(in));
    }

    private StreamedInput(Path file, CountedStream in) {
        this(file, in, in, 0);
    }

    /**
     * A stream made from a file's bytes.
     *
     * @param in what is read, decompressed
     * @param counted the file as it is, which {@code in} reads
     * @param size of the file; 0 where nobody can tell
     */
    StreamedInput(Path file, InputStream in, CountedStream counted, long size) {
        super(file);
        this.in = in;
        this.counted = counted;
        this.size = size;
        bytes = new byte[BUFFER_LENGTH];
        this.buffer = ByteBuffer.wrap(bytes);
    }

    @Override
    long position() {
        return bufferStart + offset;
    }

    @Override
    long consumed() {
        return counted.count();
    }

    @Override
    long size() {
        return size;
    }

    @Override
    boolean isStable() {
        return false;
    }

    @Override
    int require(int length) {
        if (length > filled - offset && !ended) {
            if (length > bytes.length - offset) {
                System.arraycopy(bytes, offset, bytes, 0, filled - offset);
                filled -= offset;
                bufferStart += offset;
                offset = 0;
            }
            fill(length);
        }
        return Math.min(length, filled - offset);
    }

    @Override
    long skip(long length) {
        long left = length;
        while (left > 0) {
            int step = require((int) Math.min(left, bytes.length));
            if (step == 0) {
                break;
            }
            offset += step;
            left -= step;
        }
        return length - left;
    }

    @Override
    Exception damage() {
        return damage;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
        try {
            in.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Reads as much as the stream gives without asking twice, but at least until {@code length} bytes are there. */
    private void fill(int length) {
        try {
            while (filled - offset < length) {
                int count = in.read(bytes, filled, Math.min(PIECE_LENGTH, bytes.length - filled));
                if (count < 0) {
                    ended = true;
                    return;
                }
                filled += count;
            }
        } catch (IOException e) {
            damage = e;
            ended = true;
        }
    }
}
