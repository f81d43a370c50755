package io.plainsight.sensor.dissect;

/** How one side, or the whole connection, came to its end. */
public enum CloseKind {
    FIN,
    RESET,
    /** No packet for the idle time of the flow table. */
    IDLE,
    /** The capture ended. */
    END_OF_CAPTURE,
    /** The flow table needed the place. */
    EVICTED
}
