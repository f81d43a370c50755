package io.plainsight.sensor.publish;

import io.plainsight.sensor.spool.LossReason;
import io.plainsight.sensor.spool.SpoolListener;
import java.time.Instant;

/** Hears what became of each observation on its way to Kafka. Called from several threads; must not block. */
public interface DeliveryListener extends SpoolListener {
    /** Ignores all; for callers without metrics. */
    DeliveryListener NONE = new DeliveryListener() {
        @Override
        public void onDelivered(Instant packetTime) {
            // nobody asked
        }

        @Override
        public void onSentAgain(long count) {
            // nobody asked
        }

        @Override
        public void onLost(LossReason reason, long count) {
            // nobody asked
        }

        @Override
        public void onDiskFailure() {
            // nobody asked
        }
    };

    /** Kafka has the observation; {@code packetTime} is its {@code @timestamp}, in milliseconds. */
    void onDelivered(Instant packetTime);

    /** So many were on their way when a producer had to be given up; Kafka may get them twice. */
    void onSentAgain(long count);
}
