package io.plainsight.sensor.capture;

/** Somewhere packets come from: a capture file or a live interface. Not thread-safe; {@link #stop} may come from any thread. */
public interface PacketSource extends AutoCloseable {
    /**
     * Delivers packets to {@code handler} until the source ends or {@link #stop} is called.
     *
     * @throws CaptureException when the source is damaged; everything readable before has been delivered
     */
    void forEach(PacketHandler handler) throws CaptureException;

    /** Makes {@link #forEach} return soon. */
    void stop();

    @Override
    void close();
}
