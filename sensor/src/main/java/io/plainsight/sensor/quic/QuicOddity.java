package io.plainsight.sensor.quic;

import io.plainsight.sensor.metrics.SensorCounter;

/** Surprises that a QUIC connection can hold, each under a stable word for metrics; none of them throws. */
enum QuicOddity {
    /** An Initial that its keys do not open: its beginning was not seen, it is damaged, or somebody injected it. */
    NOT_AUTHENTIC(SensorCounter.QUIC_NOT_AUTHENTIC),
    /** A long header that makes no sense. */
    BAD_HEADER(SensorCounter.QUIC_BAD_HEADER),
    /** A frame that cannot stand in an Initial, or is cut. */
    BAD_FRAME(SensorCounter.QUIC_BAD_FRAME),
    /** CRYPTO frames beyond the bounds of {@link CryptoStream} or {@link QuicBudget}, or that are no handshake. */
    BAD_CRYPTO(SensorCounter.QUIC_BAD_CRYPTO),
    /** A Retry that does not answer this client. */
    BAD_RETRY(SensorCounter.QUIC_BAD_RETRY),
    /** Initials that were not opened because {@link QuicBudget} or the connection's own budget was used up. */
    BUDGET_EXCEEDED(SensorCounter.QUIC_BUDGET_EXCEEDED),
    /** Connection ids that were forgotten for newer ones. */
    CONNECTION_ID_EVICTED(SensorCounter.QUIC_CONNECTION_ID_EVICTED),
    /** Connections that went on from another address or port. */
    MIGRATED(SensorCounter.QUIC_MIGRATED);

    private final SensorCounter counter;

    QuicOddity(SensorCounter counter) {
        this.counter = counter;
    }

    SensorCounter counter() {
        return counter;
    }
}
