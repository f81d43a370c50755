package io.plainsight.sensor.capture;

/**
 * A capture file that can be read piece by piece.
 *
 * <p><b>Threading:</b> one thread at a time; another one may go on where the last left off. {@link #stop}, {@link #position}
 * and {@link #size} from any.
 */
public interface CaptureReader extends PacketSource {
    /** Greatest captured length that is believed; libpcap's MAXIMUM_SNAPLEN. */
    int MAX_CAPTURED_LENGTH = 256 * 1024;

    /**
     * Delivers packets until {@code handler} calls {@link #pause}, or as {@link #forEach} does.
     *
     * @return whether there may be more
     * @throws CaptureException when the file is damaged; everything readable before has been delivered
     */
    boolean forSome(PacketHandler handler) throws CaptureException;

    /** Makes {@link #forSome} return behind the packet that is being delivered; to be called by its handler. */
    void pause();

    /**
     * Whether bytes that were handed out stay where they are for as long as somebody refers to their buffer. Those of a
     * stream are overwritten by what follows.
     */
    boolean isStable();

    /** Bytes of the file that were read so far, compressed ones where it is compressed; may be a little behind. */
    long position();

    /** Bytes of the file when it was opened; 0 for a pipe. */
    long size();

    /**
     * What the virtual machine's error means that comes from reading a part of the file that it no longer has.
     *
     * @return the words for the user; null when the file is as long as it was
     */
    CaptureException shrunk(InternalError error);
}
