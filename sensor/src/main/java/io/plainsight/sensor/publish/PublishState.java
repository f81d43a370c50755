package io.plainsight.sensor.publish;

import java.util.Locale;

/** How publishing fares, as the operator sees it. */
public enum PublishState {
    /** Kafka takes what there is, or there is nothing. */
    DELIVERING,
    /** Kafka takes observations, but the oldest has waited for longer than {@value KafkaSender#PATIENCE_MS} ms. */
    BEHIND,
    /** Something waits, and Kafka has taken nothing for that long. */
    AWAY,
    /** Kafka does not let this sensor in, or not write: somebody has to do something. */
    REFUSED;

    /** The metric's label. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
