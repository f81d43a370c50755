package io.plainsight.sensor.capture;

/**
 * What time it is by the packets while none comes: the latest packet's time and what has passed since it was delivered.
 *
 * <p>The passing is measured by the monotonic clock. The wall clock would do no better while all is well, and worse when
 * somebody sets it, or when the adapter stamps packets by a clock of its own. A packet is delivered a little later than it
 * is stamped, so this clock is behind rather than ahead: it ends no connection whose packet still waits in the kernel.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class PacketClock {
    private long packetNs;
    private long deliveredNanoTime;
    private boolean running;

    /**
     * Packets were delivered.
     *
     * @param latestNs the latest one's time
     * @param nanoTime {@link System#nanoTime} now
     */
    public void delivered(long latestNs, long nanoTime) {
        packetNs = latestNs;
        deliveredNanoTime = nanoTime;
        running = true;
    }

    /** Whether there has been a packet to tell the time by. */
    public boolean isRunning() {
        return running;
    }

    /** Nanoseconds since the Unix epoch. */
    public long nowNs(long nanoTime) {
        return packetNs + (nanoTime - deliveredNanoTime);
    }
}
