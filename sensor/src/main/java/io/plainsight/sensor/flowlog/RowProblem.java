package io.plainsight.sensor.flowlog;

import io.plainsight.sensor.metrics.SensorCounter;
import java.util.Locale;

/** Why a row was left out; each has its counter. */
public enum RowProblem {
    /** Another number of fields than the header, or, without a header, than any default order has. */
    FIELD_COUNT(SensorCounter.FLOW_LOG_ROWS_FIELD_COUNT),
    /** Longer than {@link LineReader#MAX_LINE_BYTES}. */
    TOO_LONG(SensorCounter.FLOW_LOG_ROWS_TOO_LONG),
    /** A counter, port, protocol or flag that is no number, or outside its range. */
    NUMBER(SensorCounter.FLOW_LOG_ROWS_NUMBER),
    /** An address that is none, or missing where a flow was logged. */
    ADDRESS(SensorCounter.FLOW_LOG_ROWS_ADDRESS),
    /** A start or end that is no Unix time. */
    TIME(SensorCounter.FLOW_LOG_ROWS_TIME),
    /** A line that begins as JSON and is no object of plain values. */
    JSON(SensorCounter.FLOW_LOG_ROWS_JSON),
    /** A flow-export packet that breaks off, contradicts itself or is none. */
    EXPORT_PACKET(SensorCounter.FLOW_LOG_ROWS_EXPORT_PACKET),
    /** Not a record but the whole rest of a file: it breaks off, or is no flow log. */
    FILE(SensorCounter.FLOW_LOG_FILES_FAILED);

    public final SensorCounter counter;

    /** As headers and labels write it: {@code field_count}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    RowProblem(SensorCounter counter) {
        this.counter = counter;
    }
}
