package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;

/** Takes what a decoder reads, in the order of the file. Called by one thread. */
public interface FlowLogSink {
    /** @param observation {@code flow_logged} or {@code flow_log_gap} */
    void accept(Observation observation);

    /** Takes note of a record that is none. */
    void refuse(RefusedRecord record);
}
