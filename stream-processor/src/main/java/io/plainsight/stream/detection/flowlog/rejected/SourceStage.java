package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Judges what each host is refused, over all services: who looks around, who tries again and again, who is cut off from a service.
 *
 * <p><b>Time.</b> A scanner that has stopped is not heard of any more. What is open about a host ends once records of others are an
 * hour later; two in a row must say so, since one clock may be wrong. Live, an hour and a quarter of the wall clock ends it as well.
 *
 * <p><b>Bounds:</b> {@link #BOUNDS} hosts of ours and as many others per partition, apart: the whole world knocks.
 */
final class SourceStage extends ContextualProcessor<String, Refusal, String, Finding> {
    static final String INTERNAL_STORE = "rejected-internal-source-store";
    static final String EXTERNAL_STORE = "rejected-external-source-store";
    static final Bounds BOUNDS = new Bounds(60_000, Duration.ofDays(15));

    /** Endpoints within two slots that a host must be refused by to be looking around. */
    static final int SCAN_FLOOR = 20;

    /** Openings within a slot; fewer are an application's retries. */
    static final int INSISTENT_FLOOR = 100;

    /** An hour without it ends what is open. */
    static final int HOLD_SLOTS = 6;

    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(1);
    private static final long SILENT_MS = Duration.ofMinutes(75).toMillis();

    private final Supplier<Policy> policy;
    private final StreamMetrics metrics;
    private final boolean live;
    /** Keys of what is open, by store; rebuilt from them after a restart. */
    private final Set<String> openInternal = new LinkedHashSet<>();

    private final Set<String> openExternal = new LinkedHashSet<>();
    private BoundedStore<SourceMemory> internal;
    private BoundedStore<SourceMemory> external;
    private long reached;
    private long before;

    SourceStage(Supplier<Policy> policy, StreamMetrics metrics, boolean live) {
        this.policy = policy;
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        internal = new BoundedStore<>(INTERNAL_STORE, context, BOUNDS, metrics);
        external = new BoundedStore<>(EXTERNAL_STORE, context, BOUNDS, metrics);
        internal.forEach((key, memory) -> note(openInternal, key, memory));
        external.forEach((key, memory) -> note(openExternal, key, memory));
        if (live) {
            context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::listen);
        }
    }

    private static void note(Set<String> open, String key, SourceMemory memory) {
        if (memory.isOpen()) {
            open.add(key);
        } else {
            open.remove(key);
        }
    }

    @Override
    public void process(Record<String, Refusal> record) {
        Refusal refusal = record.value();
        Observation entry = refusal.record();
        boolean ours = policy.get().zoning().isInternal(entry, Side.SOURCE);
        BoundedStore<SourceMemory> store = ours ? internal : external;
        long slot = Baseline.slot(Attempts.second(entry));
        advance(slot, record.timestamp());
        SourceMemory stored = store.get(record.key());
        SourceMemory memory = stored == null ? SourceMemory.from(Attempts.second(entry)) : stored;
        if (memory.refused().isTooLate(slot)) {
            metrics.late(ours ? INTERNAL_STORE : EXTERNAL_STORE);
            return;
        }
        SourceMemory next =
                switch (refusal.kind()) {
                    case STRANGE ->
                        strange(
                                record,
                                memory.refused(
                                        entry, slot, refusal.weight(), context().currentSystemTimeMs()),
                                slot);
                    case BLOCKED -> blocked(record, memory);
                    case OVER -> over(record, memory);
                };
        if (stored != null || refusal.kind() != Refusal.Kind.OVER) {
            store.put(record.key(), next);
            note(ours ? openInternal : openExternal, record.key(), next);
        }
    }

    private SourceMemory strange(Record<String, Refusal> record, SourceMemory memory, long slot) {
        Refusal refusal = record.value();
        int endpoints = memory.endpoints();
        long breadthLimit = Math.max(SCAN_FLOOR - 1, memory.breadth().limit(slot));
        if (endpoints > breadthLimit) {
            boolean more = memory.scan() > 0;
            if (!more || Doubling.isDue(memory.breadth().count(slot))) {
                forward(record, findings().scan(refusal.record(), memory, breadthLimit, more ? 1 : endpoints));
            }
            return memory.scanning(Math.max(memory.scan(), slot));
        }
        int count = memory.refused().count(slot);
        long limit = Math.max(INSISTENT_FLOOR, memory.refused().limit(slot));
        if (memory.scan() > 0 || count <= limit || !memory.refused().isLearned(slot)) {
            return memory;
        }
        forward(record, findings().insistent(refusal.record(), count, limit, refusal.weight()));
        return memory.insisting(Math.max(memory.insistent(), slot));
    }

    private SourceMemory blocked(Record<String, Refusal> record, SourceMemory memory) {
        Refusal refusal = record.value();
        SourceMemory next = memory.blocked(refusal.record(), context().currentSystemTimeMs());
        forward(record, findings().cutOff(refusal.record(), next.blocked(), refusal.weight()));
        return next;
    }

    private SourceMemory over(Record<String, Refusal> record, SourceMemory memory) {
        if (!memory.blocked().contains(record.value().service())) {
            return memory;
        }
        SourceMemory next = memory.works(record.value().service());
        if (next.blocked().isEmpty()) {
            forward(record, findings().reaches(record.value().record()));
        }
        return next;
    }

    private void advance(long slot, long timestampMs) {
        long sure = Math.min(before, slot);
        before = slot;
        if (sure <= reached) {
            return;
        }
        reached = sure;
        sweep(internal, openInternal, timestampMs, Long.MIN_VALUE);
        sweep(external, openExternal, timestampMs, Long.MIN_VALUE);
    }

    private void listen(long nowMs) {
        sweep(internal, openInternal, nowMs, nowMs - SILENT_MS);
        sweep(external, openExternal, nowMs, nowMs - SILENT_MS);
    }

    /** @param heardUntilMs what was not heard of since then is over as well */
    private void sweep(BoundedStore<SourceMemory> store, Set<String> open, long timestampMs, long heardUntilMs) {
        for (String key : new ArrayList<>(open)) {
            SourceMemory memory = store.get(key);
            if (memory == null) { // evicted meanwhile, and counted there
                open.remove(key);
                continue;
            }
            boolean silent = memory.heardMs() <= heardUntilMs;
            boolean scanOver = memory.scan() > 0 && (silent || reached - memory.scan() >= HOLD_SLOTS);
            boolean insistentOver = memory.insistent() > 0 && (silent || reached - memory.insistent() >= HOLD_SLOTS);
            List<Finding> over = new ArrayList<>();
            SourceMemory next = memory;
            if (scanOver) {
                over.add(findings().stopped(memory.last(), Findings.SCAN));
                next = next.scanning(0);
            }
            if (insistentOver) {
                over.add(findings().stopped(memory.last(), Findings.INSISTENT));
                next = next.insisting(0);
            }
            if (!over.isEmpty()) {
                store.update(key, next);
                note(open, key, next);
                over.forEach(finding -> context().forward(new Record<>(key, finding, timestampMs)));
            }
        }
    }

    private Findings findings() {
        return new Findings(policy.get());
    }

    private void forward(Record<String, Refusal> record, Finding finding) {
        context().forward(record.withValue(finding));
    }
}
