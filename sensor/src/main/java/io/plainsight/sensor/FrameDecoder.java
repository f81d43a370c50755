package io.plainsight.sensor;

import io.plainsight.sensor.decode.Packet;
import java.nio.ByteBuffer;

/** Finds the IP packet in a frame. */
@FunctionalInterface
interface FrameDecoder {
    /** @return whether {@code out} was filled; why not has been counted otherwise */
    boolean decode(
            ByteBuffer buffer,
            int offset,
            int capturedLength,
            int originalLength,
            long timestampNs,
            int linkType,
            Packet out);
}
