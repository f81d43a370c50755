package io.plainsight.app.command;

import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.stream.OfflineAnalysis;

/** Hands observations straight to the detectors. */
record AnalysisSink(OfflineAnalysis analysis) implements ObservationSink {
    @Override
    public void accept(Observation observation) {
        analysis.accept(observation);
    }

    /** Nothing waits: the analysis works on the caller's thread. */
    @Override
    public void flush() {}

    /** The analysis belongs to the command, which still wants its result. */
    @Override
    public void close() {}
}
