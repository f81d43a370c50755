package io.plainsight.sensor.capture;

/**
 * What the capture file formats share: the end, the limits and the words for damage.
 *
 * <p>A damaged record ends the capture. Looking for the next record by its shape was rejected: a capture file that travels
 * inside a capture looks just like one, and a monitor that gives evidence must not invent packets.
 */
abstract class FileSource implements CaptureReader {
    /** A frame and its longest record header. */
    static final int MAX_RECORD_LENGTH = MAX_CAPTURED_LENGTH + 64;

    protected final CaptureInput input;
    private volatile boolean stopped;
    private boolean paused;

    FileSource(CaptureInput input) {
        this.input = input;
    }

    @Override
    public final void forEach(PacketHandler handler) throws CaptureException {
        paused = false;
        try {
            read(handler);
        } catch (InternalError | CaptureException e) {
            // InternalError is the virtual machine's answer to reading a mapped page that the file no longer has; it
            // may
            // come late, after the zeros that were read in its place have been called corrupt
            CaptureException shrunk = shrunk(e);
            if (shrunk != null) {
                throw shrunk;
            }
            throw e;
        }
    }

    @Override
    public final boolean forSome(PacketHandler handler) throws CaptureException {
        forEach(handler);
        return paused && !stopped;
    }

    @Override
    public final void pause() {
        paused = true;
    }

    @Override
    public final boolean isStable() {
        return input.isStable();
    }

    @Override
    public final long position() {
        return input.consumed();
    }

    @Override
    public final long size() {
        return input.size();
    }

    @Override
    public final CaptureException shrunk(InternalError error) {
        return shrunk((Throwable) error);
    }

    private CaptureException shrunk(Throwable cause) {
        return !input.hasShrunk()
                ? null
                : new CaptureException(
                        input.file() + ": became shorter while it was read, near byte " + input.position()
                                + "; read it again once nothing writes to it",
                        cause);
    }

    /** Delivers records until the input's end or until {@link #isStopped}; a further call goes on from there. */
    protected abstract void read(PacketHandler handler) throws CaptureException;

    @Override
    public final void stop() {
        stopped = true;
    }

    protected final boolean isStopped() {
        return stopped || paused;
    }

    @Override
    public final void close() {
        input.close();
    }

    /** The record at {@code start} goes on past the end of the file. */
    protected final CaptureException truncated(long start, String unit) {
        if (input.damage() != null) {
            return new CaptureException(
                    input.file() + ": the compressed data is damaged or cut ("
                            + input.damage().getMessage()
                            + ") after byte " + input.position() + " of the uncompressed capture; "
                            + "everything before was read, copy or record the file again",
                    input.damage());
        }
        return new CaptureException(input.file() + ": truncated: the " + unit + " at byte " + start
                + " goes on past the end of the file; everything before was read, "
                + "copy the file again or wait until its writer has closed it");
    }

    protected final CaptureException corrupt(long start, String what) {
        return new CaptureException(input.file() + ": corrupt at byte " + start + ": " + what
                + "; everything before was read, the rest cannot be trusted: copy or record the file again");
    }

    protected final CaptureException unsupported(long start, String what) {
        return new CaptureException(input.file() + ": unsupported at byte " + start + ": " + what);
    }

    /** A length field as a captured length, or -1 when it is over {@link #MAX_CAPTURED_LENGTH}. */
    protected static int capturedLength(int field) {
        return Integer.compareUnsigned(field, MAX_CAPTURED_LENGTH) <= 0 ? field : -1;
    }

    /** The wire length: an unsigned field, never less than what was captured. */
    protected static int originalLength(int field, int capturedLength) {
        return field < 0 ? Integer.MAX_VALUE : Math.max(field, capturedLength);
    }
}
