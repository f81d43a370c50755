package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Keeps what is known of each zone's way out, by the name of the zone, and lets {@link PathJudge} judge with it. */
final class PathProcessor extends ContextualProcessor<String, Trace, String, Finding> {
    static final String STORE = "downgrade-path-store";
    /** Zones are named by the policy. */
    private static final Bounds BOUNDS = new Bounds(30_000, Duration.ofDays(30));

    private final PathJudge judge = new PathJudge();
    private final StreamMetrics metrics;
    private Known<PathMemory> paths;

    PathProcessor(StreamMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        paths = new Known<>(new BoundedStore<>(STORE, context, BOUNDS, metrics), PathMemory.NONE);
    }

    @Override
    public void process(Record<String, Trace> record) {
        PathMemory known = paths.get(record.key());
        PathJudge.Outcome outcome = judge.judge(record.key(), record.value(), known);
        paths.put(record.key(), known, outcome.memory());
        outcome.findings().forEach(finding -> context().forward(record.withValue(finding)));
    }
}
