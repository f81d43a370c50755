package io.plainsight.events;

/** Values of {@code event.action} in an observation. */
public final class Actions {
    public static final String HANDSHAKE_COMPLETED = "handshake_completed";
    public static final String HANDSHAKE_FAILED = "handshake_failed";
    public static final String PLAINTEXT_OBSERVED = "plaintext_observed";
    /** A long connection lives on; sent every minute of packet time. */
    public static final String FLOW_UPDATED = "flow_updated";
    /** The last observation of a connection; every connection has exactly one. */
    public static final String FLOW_ENDED = "flow_ended";

    public static final String FLOW_LOGGED = "flow_logged";
    /** NODATA or SKIPDATA: coverage is missing for the window. */
    public static final String FLOW_LOG_GAP = "flow_log_gap";

    /** About the sensor itself and no connection; see {@link Observation.SensorStatus}. */
    public static final String SENSOR_STATUS = "sensor_status";

    private Actions() {}
}
