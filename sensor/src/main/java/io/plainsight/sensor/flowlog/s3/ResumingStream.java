package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.SourceFailedException;
import java.io.IOException;
import java.io.InputStream;

/**
 * An object's bytes, read on from where the connection broke. A record is so delivered once, though the store was away in the
 * middle of it.
 *
 * <p><b>Threading:</b> one thread.
 */
final class ResumingStream extends InputStream {
    /** Waits of half a second, one, two, four and eight: what lasts longer is left to the next look. */
    private static final int MAX_ATTEMPTS = 5;

    private static final long FIRST_WAIT_MS = 500;

    private final Opener opener;
    private final long length;
    private final Pause pause;
    private InputStream in;
    private long position;
    private int failures;

    /** Opens the object at a byte. */
    @FunctionalInterface
    interface Opener {
        InputStream open(long from) throws ObjectStoreException;
    }

    /** Waits. */
    @FunctionalInterface
    interface Pause {
        /** @return whether to go on; false when the reader is to stop */
        boolean await(long ms);
    }

    /** @param length bytes of the object: an end before them is none */
    ResumingStream(Opener opener, long length, Pause pause) throws ObjectStoreException {
        this.opener = opener;
        this.length = length;
        this.pause = pause;
        in = opener.open(0);
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int offset, int size) throws IOException {
        while (position < length) {
            IOException broken;
            try {
                int read = in.read(buffer, offset, size);
                if (read >= 0) {
                    position += read;
                    failures = 0;
                    return read;
                }
                broken = new IOException("the connection ended at byte " + position + " of " + length);
            } catch (IOException e) {
                broken = e;
            }
            reopen(broken);
        }
        return -1;
    }

    private void reopen(IOException broken) throws IOException {
        Exception last = broken;
        while (failures < MAX_ATTEMPTS && pause.await(FIRST_WAIT_MS << failures)) {
            failures++;
            try {
                InputStream next = opener.open(position);
                closeBroken(broken);
                in = next;
                return;
            } catch (ObjectStoreException e) {
                last = e;
                if (e.permanent) {
                    break;
                }
            }
        }
        throw new SourceFailedException(last);
    }

    /** A broken connection may fail once more when it is closed; that says nothing new. */
    private void closeBroken(IOException broken) {
        try {
            in.close();
        } catch (IOException e) {
            broken.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
