package io.plainsight.sensor.publish;

/**
 * What becomes of the observations that a sink took.
 *
 * @param lost observations given up since the start
 * @param waitingObservations taken and not yet delivered, in memory or on disk; negative where the sink cannot tell
 * @param waitingBytes bytes of those on disk; negative where there is no spool
 */
public record DeliveryState(long lost, long waitingObservations, long waitingBytes) {
    /** Of a sink that delivers at once or throws. */
    public static final DeliveryState IMMEDIATE = new DeliveryState(0, -1, -1);
}
