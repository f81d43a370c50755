package io.plainsight.sensor.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.Optional;

/** Counts what one file, request or exporter holds, sets aside what is refused, and passes the rest on. One thread. */
public final class CountingFlowLogs implements FlowLogSink {
    private final ObservationSink sink;
    private final SensorCounters counters;
    private final DeadLetters letters;
    private RefusedRecord firstRefused;
    private long flows;
    private long gaps;
    private long refused;

    /** @param counters of the calling thread alone */
    public CountingFlowLogs(ObservationSink sink, SensorCounters counters, DeadLetters letters) {
        this.letters = letters;
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
        setAside(record);
        if (firstRefused == null) {
            firstRefused = record;
        }
    }

    /** Keeps a record, or the note that a file failed, for people to look at. */
    void setAside(RefusedRecord record) {
        if (letters != DeadLetters.NONE) {
            counters.increment(
                    letters.accept(record)
                            ? SensorCounter.FLOW_LOG_DEAD_LETTERS_KEPT
                            : SensorCounter.FLOW_LOG_DEAD_LETTERS_DROPPED);
        }
    }

    /** One line about what was refused, for the log; empty when nothing was. */
    Optional<String> refusals() {
        return refused == 0
                ? Optional.empty()
                : Optional.of("file=" + firstRefused.file() + " rows=" + refused + " first=line " + firstRefused.line()
                        + ": " + firstRefused.detail());
    }

    FlowLogSummary summary() {
        return new FlowLogSummary(flows, gaps, refused);
    }
}
