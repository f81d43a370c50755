package io.plainsight.sensor;

import io.plainsight.sensor.capture.PacketHandler;
import java.nio.ByteBuffer;
import java.util.Random;

/**
 * Hands packets on damaged: bytes flipped, packets cut, repeated, swapped with the next or left out. The same seed damages
 * the same way.
 */
final class Mutations implements PacketHandler {
    /** Shares of a hundred packets. */
    private static final int FLIPPED = 25;

    private static final int CUT = 3;
    private static final int REPEATED = 3;
    private static final int DROPPED = 3;
    private static final int SWAPPED = 5;
    private static final int MAX_FLIPS = 6;

    private final PacketHandler next;
    private final Random random;
    private Held held;

    private record Held(byte[] bytes, int original, long timestampNs, int linkType) {}

    Mutations(PacketHandler next, long seed) {
        this.next = next;
        this.random = new Random(seed);
    }

    @Override
    public void onPacket(
            ByteBuffer buffer, int offset, int capturedLength, int originalLength, long timestampNs, int linkType) {
        byte[] bytes = new byte[capturedLength];
        buffer.get(offset, bytes);
        Held packet = new Held(damaged(bytes), originalLength, timestampNs, linkType);
        if (happens(DROPPED)) {
            return;
        }
        if (held == null && happens(SWAPPED)) {
            held = packet;
            return;
        }
        give(packet);
        if (happens(REPEATED)) {
            give(packet);
        }
        finish();
    }

    /** Hands on what is still held back. */
    void finish() {
        if (held != null) {
            give(held);
            held = null;
        }
    }

    private byte[] damaged(byte[] bytes) {
        if (bytes.length > 0 && happens(FLIPPED)) {
            for (int flips = 1 + random.nextInt(MAX_FLIPS); flips > 0; flips--) {
                bytes[random.nextInt(bytes.length)] = (byte)
                        switch (random.nextInt(4)) {
                            case 0 -> 0;
                            case 1 -> 0xff;
                            default -> random.nextInt(256);
                        };
            }
        }
        return bytes;
    }

    private void give(Held packet) {
        int length = packet.bytes.length;
        int captured = length > 0 && happens(CUT) ? random.nextInt(length) : length;
        next.onPacket(
                ByteBuffer.wrap(packet.bytes),
                0,
                captured,
                Math.max(packet.original, captured),
                packet.timestampNs,
                packet.linkType);
    }

    private boolean happens(int percent) {
        return random.nextInt(100) < percent;
    }
}
