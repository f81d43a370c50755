package io.plainsight.sensor.metrics;

/**
 * Every counter of the packet path: metric name, optional label and its value, help. Constants that share a metric name
 * share its help and differ in the label's value.
 */
public enum SensorCounter {
    /** Frames delivered by capture sources. */
    PACKETS("plainsight_sensor_packets_total", null, null, "Frames delivered by capture sources."),
    /** Bytes of those frames on the wire. */
    BYTES("plainsight_sensor_bytes_total", null, null, "Bytes of the frames on the wire."),
    /** Connections opened in the flow table. */
    FLOWS("plainsight_sensor_flows_total", null, null, "Connections opened in the flow table."),

    /** Flow-log files read to their end. */
    FLOW_LOG_FILES_READ(
            "plainsight_sensor_flow_log_files_total", "result", "read", "Flow-log files by how reading ended."),
    /** Flow-log files that could not be read, or not to their end. */
    FLOW_LOG_FILES_FAILED(
            "plainsight_sensor_flow_log_files_total", "result", "failed", "Flow-log files by how reading ended."),
    /** Flow-log records about traffic. */
    FLOW_LOG_RECORDS_FLOW(
            "plainsight_sensor_flow_log_records_total", "kind", "flow", "Flow-log records delivered, by kind."),
    /** NODATA and SKIPDATA records. */
    FLOW_LOG_RECORDS_GAP(
            "plainsight_sensor_flow_log_records_total", "kind", "gap", "Flow-log records delivered, by kind."),
    /** Rows with another number of fields than declared. */
    FLOW_LOG_ROWS_FIELD_COUNT(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "field_count",
            "Flow-log rows left out, by reason."),
    /** Rows longer than any record can be. */
    FLOW_LOG_ROWS_TOO_LONG(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "too_long",
            "Flow-log rows left out, by reason."),
    /** Rows with a counter, port, protocol or flag out of range. */
    FLOW_LOG_ROWS_NUMBER(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "number",
            "Flow-log rows left out, by reason."),
    /** Rows whose address is missing or none. */
    FLOW_LOG_ROWS_ADDRESS(
            "plainsight_sensor_flow_log_malformed_rows_total",
            "reason",
            "address",
            "Flow-log rows left out, by reason."),
    /** Rows whose time is none. */
    FLOW_LOG_ROWS_TIME(
            "plainsight_sensor_flow_log_malformed_rows_total", "reason", "time", "Flow-log rows left out, by reason."),
    /** JSON rows that are no record. */
    FLOW_LOG_ROWS_JSON(
            "plainsight_sensor_flow_log_malformed_rows_total", "reason", "json", "Flow-log rows left out, by reason.");

    private final String metric;
    private final String label;
    private final String value;
    private final String help;

    SensorCounter(String metric, String label, String value, String help) {
        this.metric = metric;
        this.label = label;
        this.value = value;
        this.help = help;
    }

    public String metric() {
        return metric;
    }

    /** The label's name, or null where the metric has none. */
    public String label() {
        return label;
    }

    /** The label's value, or null. */
    public String value() {
        return value;
    }

    public String help() {
        return help;
    }
}
