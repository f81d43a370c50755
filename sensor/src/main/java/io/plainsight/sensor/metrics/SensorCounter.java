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
    FLOWS("plainsight_sensor_flows_total", null, null, "Connections opened in the flow table.");

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
