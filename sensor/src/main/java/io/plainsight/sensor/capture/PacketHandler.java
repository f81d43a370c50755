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
}
