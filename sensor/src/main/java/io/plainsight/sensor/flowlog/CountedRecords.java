package io.plainsight.sensor.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.Optional;

/** Counts what one object or message holds, and passes it on. One thread. */
public final class CountedRecords implements FlowLogSink {
    private final ObservationSink sink;
    private final SensorCounters counters;
    private RefusedRecord firstRefused;
    private long flows;
    private long gaps;
    private long refused;

    public CountedRecords(ObservationSink sink, SensorCounters counters) {
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

    /** One line about what was refused, for the log; empty when nothing was. */
    public Optional<String> refusals() {
        return refused == 0
                ? Optional.empty()
                : Optional.of("file=" + firstRefused.file() + " rows=" + refused + " first=line " + firstRefused.line()
                        + ": " + firstRefused.detail());
    }

    public FlowLogSummary summary() {
        return new FlowLogSummary(flows, gaps, refused);
    }
}
