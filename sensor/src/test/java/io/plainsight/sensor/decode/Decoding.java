package io.plainsight.sensor.decode;

import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;

/** A decoder with its counters and the packet that it filled last. */
final class Decoding {
    final SensorCounters counters = new SensorCounters();
    final PacketDecoder decoder = new PacketDecoder(counters);
    final Packet packet = new Packet();
    long timestampNs = 1_000_000_000L;

    DecodeResult ethernet(byte[] frame) {
        return decode(LinkType.ETHERNET, frame);
    }

    DecodeResult decode(int linkType, byte[] frame) {
        return decode(linkType, frame, frame.length);
    }

    /** Between other bytes, so that a read outside the frame shows. */
    DecodeResult decode(int linkType, byte[] frame, int originalLength) {
        ByteBuffer buffer = ByteBuffer.allocate(frame.length + 64);
        for (int i = 0; i < buffer.capacity(); i++) {
            buffer.put(i, (byte) 0xee);
        }
        buffer.put(32, frame);
        return decoder.decode(buffer, 32, frame.length, originalLength, timestampNs, linkType, packet);
    }

    byte[] payload() {
        byte[] bytes = new byte[packet.payloadLength];
        packet.buffer.get(packet.payloadOffset, bytes);
        return bytes;
    }
}
