package io.plainsight.sensor;

import io.plainsight.sensor.capture.PacketHandler;
import java.nio.ByteBuffer;
import java.time.Clock;

/** Moves a capture's packets in time, all by the same. */
interface TimeShift {
    /** Leaves them where they are. */
    TimeShift NONE = next -> next;

    /** Moves them so that the first one comes now. */
    TimeShift TO_NOW = FromFirstToNow::new;

    /** A handler that shifts the time of each packet before {@code next} gets it. */
    PacketHandler before(PacketHandler next);

    /** Moves every packet's time by what lies between the first packet and now. */
    final class FromFirstToNow implements PacketHandler {
        private final PacketHandler next;
        private long shiftNs;
        private boolean known;

        private FromFirstToNow(PacketHandler next) {
            this.next = next;
        }

        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType) {
            if (!known) {
                known = true;
                shiftNs = Clock.systemUTC().millis() * 1_000_000 - timestampNs;
            }
            next.onPacket(buffer, offset, captured, original, timestampNs + shiftNs, linkType);
        }
    }
}
