package io.plainsight.stream.witness;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.witness.Expectation.Outcome;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts what flow logs of a place should have told, by place, and finds those that leave out much. What is missing while the
 * provider reports that it lost records (SKIPDATA) counts nowhere.
 */
final class GapStage extends ContextualProcessor<String, Expectation, String, Witnessed> {
    static final String STORE = "witness-gap-store";
    static final Bounds BOUNDS = new Bounds(15_000, Duration.ofDays(3));

    /** Connections within an hour, and which part of those that were expected: fewer may have another reason. */
    static final int FLOOR = 20;

    private static final int PART = 2;
    /** So many have to be told of, nearly all, to end it. */
    private static final int ENOUGH = 5;

    private static final int FEW = 10;
    private static final double CONFIDENCE = 0.6;

    private final StreamMetrics metrics;
    private BoundedStore<GapMemory> memories;

    GapStage(StreamMetrics metrics) {
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Witnessed> context) {
        super.init(context);
        memories = new BoundedStore<>(STORE, context, BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Expectation> record) {
        GapMemory stored = memories.get(record.key());
        GapMemory memory = stored == null ? GapMemory.NONE : stored;
        memories.put(record.key(), next(record, memory));
    }

    private GapMemory next(Record<String, Expectation> record, GapMemory memory) {
        Observation observation = record.value().observation();
        Outcome outcome = record.value().outcome();
        long slot = GapMemory.slot(LoggedSide.start(observation));
        if (outcome == Outcome.SKIPPED) {
            long last = GapMemory.slot(LoggedSide.end(observation));
            return reviewed(record, memory.skip(slot, last), last + GapMemory.WINDOW_SLOTS - 1, true);
        }
        if (memory.isSkipped(slot)) {
            return memory;
        }
        int expected = outcome == Outcome.TOLD_LATE ? 0 : 1;
        int missing = outcome == Outcome.MISSING ? 1 : outcome == Outcome.TOLD_LATE ? -1 : 0;
        context()
                .forward(record.withValue(
                        new Witnessed(null, Logged.expected(observation, List.of(record.key()), expected, missing))));
        GapMemory next = memory.count(slot, expected, missing);
        GapMemory.Slot hour = next.window(slot);
        if (outcome == Outcome.MISSING && isGap(hour)) {
            forward(record, finding(record.key(), observation, hour, memory.raised() ? 1 : hour.missing()));
            return next.raised(true);
        }
        return reviewed(record, next, slot, outcome == Outcome.TOLD_LATE);
    }

    /** @param explained whether something else than new connections made it less */
    private GapMemory reviewed(Record<String, Expectation> record, GapMemory memory, long slot, boolean explained) {
        GapMemory.Slot hour = memory.window(slot);
        boolean told = hour.expected() >= ENOUGH && hour.missing() * FEW <= hour.expected();
        if (!memory.raised() || !told && !(explained && !isGap(hour))) {
            return memory;
        }
        forward(record, over(record.key(), record.value().observation(), hour));
        return memory.raised(false);
    }

    private static boolean isGap(GapMemory.Slot hour) {
        return hour.missing() >= FLOOR && hour.missing() * PART >= hour.expected();
    }

    private static Finding finding(String place, Observation observation, GapMemory.Slot hour, int weight) {
        return about(place, observation, hour)
                .severity(Severity.LOW)
                .confidence(CONFIDENCE)
                .reason(hour.missing() + " of " + hour.expected() + " connections that sensors saw within an hour in "
                        + place + " are in no flow log, which told of others there: part of its traffic is no longer"
                        + " logged.")
                .note("seen by a sensor, in no flow log")
                .threshold("missing", FLOOR)
                .weight(weight, List.of())
                .build();
    }

    private static Finding over(String place, Observation observation, GapMemory.Slot hour) {
        return about(place, observation, hour)
                .severity(Severity.LOW)
                .reason("Nothing that sensors see in " + place + " is missing from its flow logs without a reason.")
                .note("no longer missing")
                .resolved(true)
                .build();
    }

    private static FindingBuilder about(String place, Observation observation, GapMemory.Slot hour) {
        return FindingBuilder.of(FlowLogGapRule.TEXT, observation)
                .about(place, new Alert.Entity("path", place, null))
                .value("missing", hour.missing())
                .value("expected", hour.expected());
    }

    private void forward(Record<String, Expectation> record, Finding finding) {
        context().forward(record.withValue(new Witnessed(finding, null)));
    }
}
