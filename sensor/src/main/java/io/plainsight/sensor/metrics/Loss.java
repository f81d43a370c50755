package io.plainsight.sensor.metrics;

/**
 * Every way in which a sensor loses something on its way from the wire to Kafka, in the order of that way. The reasons are
 * the labels of {@code plainsight_sensor_lost_total} and the names in a sensor's status records; docs/operations.md says
 * of each what it means and what helps.
 */
public enum Loss {
    /** In the interface or its driver. */
    INTERFACE("interface", "packets", SensorCounter.DROPS_INTERFACE),
    /** In the kernel's buffer, which the sensor did not empty in time. */
    KERNEL("kernel", "packets", SensorCounter.DROPS_KERNEL),
    /** Fragments given up for newer ones. */
    FRAGMENTS("fragments", "datagrams", SensorCounter.DROPS_FRAGMENT_EVICTED),
    /** Connections forgotten before their end. */
    FLOW_TABLE("flow_table", "connections", SensorCounter.FLOWS_ENDED_EVICTED),
    /** Connections not looked into. */
    INSPECTION("inspection", "connections", SensorCounter.FLOWS_NOT_INSPECTED),
    /** Holes given up because too much waited behind them. */
    REASSEMBLY("reassembly", "holes", SensorCounter.TCP_HOLD_EXCEEDED),
    /** Incomplete messages given up. */
    PENDING("pending", "messages", SensorCounter.TCP_PENDING_EXCEEDED),
    /** Announced connections forgotten before they came. */
    EXPECTED("expected", "connections", SensorCounter.EXPECTED_EVICTED),
    /** Names forgotten before their time. */
    NAMES("names", "names", SensorCounter.NAMES_EVICTED),
    /** Connections that a fault of ours made unknown. */
    FAULT("fault", "connections", SensorCounter.DISSECTOR_ERRORS),
    /** Datagrams of flow export that found the socket's buffer full. */
    EXPORT_SOCKET("export_socket", "datagrams", SensorCounter.FLOW_EXPORT_DROPPED_SOCKET),
    /** Datagrams of flow export that found the queue before the decoder full. */
    EXPORT_QUEUE("export_queue", "datagrams", SensorCounter.FLOW_EXPORT_DROPPED_QUEUE),
    /** Datagrams of flow export that cannot be read, or not to their end. */
    EXPORT_REFUSED("export_refused", "datagrams", SensorCounter.FLOW_LOG_ROWS_EXPORT_PACKET),
    /** Data of flow export whose template did not come. */
    EXPORT_TEMPLATE("export_template", "sets", SensorCounter.FLOW_EXPORT_SETS_TEMPLATE_MISSING),
    /** Datagrams of flow export given up through a fault of ours. */
    EXPORT_FAULT("export_fault", "datagrams", SensorCounter.FLOW_EXPORT_DROPPED_FAULT),
    /** Observations that Kafka did not take, and the spool neither. */
    DELIVERY("delivery", "observations", SensorCounter.DELIVERY_LOST);

    private final String reason;
    private final String unit;
    private final SensorCounter counter;

    Loss(String reason, String unit, SensorCounter counter) {
        this.reason = reason;
        this.unit = unit;
        this.counter = counter;
    }

    public String reason() {
        return reason;
    }

    /** What is counted: packets, connections and so on. */
    public String unit() {
        return unit;
    }

    public SensorCounter counter() {
        return counter;
    }
}
