package io.plainsight.sensor.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;

/** Counts what one file holds, and passes it on. One thread. */
final class CountingFlowLogs implements FlowLogSink {
    private final ObservationSink sink;
    private final SensorCounters counters;
    private RefusedRecord firstRefused;
    private long flows;
    private long gaps;
    private long refused;

    CountingFlowLogs(ObservationSink sink, SensorCounters counters) {
        this.sink = sink;
        this.counters = counters;
    }

    @Override
    public void accept(Observation observation) {
        if (Actions.FLOW_LOG_GAP.equals(observation.event().action())) {
            gaps++;
            counters.increment(SensorCounter.FLOW_LOG_RECORDS_GAP);
        } else {
            flows++;
            counters.increment(SensorCounter.FLOW_LOG_RECORDS_FLOW);
        }
        sink.accept(observation);
    }

    @Override
    public void refuse(RefusedRecord record) {
        refused++;
        counters.increment(record.problem().counter);
        if (firstRefused == null) {
            firstRefused = record;
        }
    }

    /** Null when all were taken. */
    RefusedRecord firstRefused() {
        return firstRefused;
    }

    FlowLogSummary summary() {
        return new FlowLogSummary(flows, gaps, refused);
    }
}
