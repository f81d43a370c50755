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

    /** Kafka has the observation; {@code packetTime} is its {@code @timestamp}. */
    void onDelivered(Instant packetTime);

    /** An observation could not be delivered. */
    void onLost();
}
