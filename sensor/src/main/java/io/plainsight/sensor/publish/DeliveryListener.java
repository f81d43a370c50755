package io.plainsight.sensor.publish;

import java.time.Instant;

/** Hears what became of each observation sent to Kafka. Called from the producer's thread, or the sender's for early failures. */
public interface DeliveryListener {
    /** Ignores both; for callers without metrics. */
    DeliveryListener NONE = new DeliveryListener() {
        @Override
        public void onDelivered(Instant packetTime) {
            // nobody asked
        }

        @Override
        public void onLost() {
            // nobody asked
        }
    };

    /** @param packetTime the observation's {@code @timestamp} */
    void onDelivered(Instant packetTime);

    void onLost();
}
