package io.plainsight.sensor.capture;

import java.nio.ByteBuffer;

/** Receives packets in capture order on the source's thread. */
@FunctionalInterface
public interface PacketHandler {
    /**
     * @param buffer holds the link-layer frame; valid during the call only, its position and limit must not be moved
     * @param offset first byte of the frame in {@code buffer}
     * @param capturedLength bytes present
     * @param originalLength bytes that the frame had on the wire, at least {@code capturedLength} in a sane capture
     * @param timestampNs packet time, nanoseconds since the Unix epoch
     * @param linkType the LINKTYPE_ value (tcpdump.org registry), such as 1 for Ethernet
     */
    void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType);

    /**
     * No packet is waiting; called again and again for as long as none comes. Live sources only.
     *
     * @param nowNs the packets' time as it is by now, see {@link PacketClock}
     */
    default void onIdle(long nowNs) {}

    /**
     * Packets were lost before they came here; called from time to time when some were. Live sources only.
     *
     * @param byKernel frames that found the kernel's buffer full since the last call
     * @param byInterface frames lost in the interface or its driver since the last call
     */
    default void onLoss(long byKernel, long byInterface) {}

    /**
     * An exporter that samples left packets out before the one that follows. Sampled sources only.
     *
     * @param nowNs the packets' time
     * @param leftOut how many
     * @param oneOf how many packets one sample stands for, at least 1
     */
    default void onSampling(long nowNs, long leftOut, long oneOf) {}

    /**
     * How full the buffer is out of which packets are taken; called from time to time, at best some ten times a second and
     * whenever a block was taken. Live sources that can tell only.
     *
     * @param share 0 (empty) to 1 (full: what comes next is lost)
     */
    default void onPressure(double share) {}

    /**
     * The interface is not there, so nothing can be captured. Called when it was found to have vanished, and again whenever
     * another second has begun without it. Live sources only.
     *
     * @param second 0 at first
     */
    default void onAbsence(long second) {}
}
