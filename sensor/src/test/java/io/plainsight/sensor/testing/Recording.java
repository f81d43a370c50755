package io.plainsight.sensor.testing;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.capture.PacketSource;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Keeps copies of what a source delivers. */
public final class Recording implements PacketHandler {
    /** One delivered frame. */
    public record Delivered(byte[] frame, int originalLength, long timestampNs, int linkType) {}

    public final List<Delivered> packets = new ArrayList<>();
    /** What ended the source before its end; null for a clean end. */
    public CaptureException error;

    public static Recording of(PacketSource source) {
        Recording recording = new Recording();
        try (source) {
            source.forEach(recording);
        } catch (CaptureException e) {
            recording.error = e;
        }
        return recording;
    }

    @Override
    public void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        byte[] frame = new byte[capturedLength];
        buffer.get(offset, frame);
        packets.add(new Delivered(frame, originalLength, timestampNs, linkType));
    }

    public List<byte[]> frames() {
        return packets.stream().map(Delivered::frame).toList();
    }
}
