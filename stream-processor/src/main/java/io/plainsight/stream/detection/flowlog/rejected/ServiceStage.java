package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.flowlog.rejected.Refusal.Kind;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import io.plainsight.stream.witness.FlowRecords;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Counts what is refused at each service, and remembers which clients worked with it, as each interface reports it: the client's may
 * let through what the server's refuses. Tells the clients' part ({@link SourceStage}) of the rest.
 *
 * <p><i>Bounds:</i> {@link #PAIRS} and {@link #SERVICES} per partition. Only what works gets a place in either, so that a scan
 * pushes nothing out.
 */
final class ServiceStage extends ContextualProcessor<String, Observation, String, Outcome> {
    static final String PAIR_STORE = "rejected-pair-store";
    static final String SERVICE_STORE = "rejected-service-store";
    static final Bounds PAIRS = new Bounds(200_000, Duration.ofDays(8));
    static final Bounds SERVICES = new Bounds(50_000, Duration.ofDays(15));

    /** Fewer in ten minutes are no spike, whatever is usual. */
    static final int FLOOR = 50;

    /** So many slots after the last one that was too much, a spike is over. */
    private static final int HOLD_SLOTS = 2;

    private static final int SECONDS_OF_A_DAY = 86_400;
    private static final int MAX_RECENT = 65_536;

    private final Supplier<Policy> policy;
    private final StreamMetrics metrics;
    /** Refused records, since delivery is at least once; and what was told of a pair in a slot. Forgetting repeats what is known. */
    private final Map<Long, Boolean> once = recent();

    private final Map<String, Told> told = recent();
    private BoundedStore<PairMemory> pairs;
    private BoundedStore<ServiceMemory> services;

    private record Told(long slot, int count) {}

    ServiceStage(Supplier<Policy> policy, StreamMetrics metrics) {
        this.policy = policy;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Outcome> context) {
        super.init(context);
        pairs = new BoundedStore<>(PAIR_STORE, context, PAIRS, metrics);
        services = new BoundedStore<>(SERVICE_STORE, context, SERVICES, metrics);
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation entry = record.value();
        if (Attempts.isWorking(entry)) {
            works(record);
        } else if (Attempts.isRefused(entry) && once.put(Hashes.of(entry.event().id()), Boolean.TRUE) == null) {
            refused(record);
        }
    }

    private void works(Record<String, Observation> record) {
        Observation entry = record.value();
        long second = Attempts.second(entry);
        String key = pair(record.key(), entry);
        PairMemory known = pairs.get(key);
        PairMemory next = known == null ? PairMemory.worked(second) : known.works(second);
        if (next == known) {
            return;
        }
        pairs.put(key, next);
        ServiceMemory stored = services.get(record.key());
        ServiceMemory before = stored == null ? ServiceMemory.from(second) : stored;
        ServiceMemory service = before.touched(second / SECONDS_OF_A_DAY);
        if (known != null && known.isBlocked() && !next.isBlocked()) {
            service = service.works(entry.source().ip());
            forward(record, new Refusal(entry, Kind.OVER, 1));
            if (service.told() && service.blocked().size() <= 1) { // one may have been switched off meanwhile
                service = service.told(false);
                forward(record, findings().worksAgain(entry));
            }
        }
        service = reviewed(record, service, Baseline.slot(second));
        if (service != stored) {
            services.put(record.key(), service);
        }
    }

    private void refused(Record<String, Observation> record) {
        Observation entry = record.value();
        long second = Attempts.second(entry);
        long slot = Baseline.slot(second);
        ServiceMemory stored = services.get(record.key());
        if (stored != null && stored.refused().isTooLate(slot)) {
            metrics.late(SERVICE_STORE);
            return;
        }
        String key = pair(record.key(), entry);
        PairMemory known = pairs.get(key);
        ServiceMemory service = stored;
        if (known == null) {
            stranger(record, key, slot);
        } else {
            PairMemory pair = known.refused(second);
            pairs.update(key, pair);
            if (service != null && pair.isBlocked()) {
                service = blocked(record, service, pair, known.isBlocked());
            }
        }
        if (service != null) {
            services.put(record.key(), judged(record, reviewed(record, service, slot), slot));
        }
    }

    private void stranger(Record<String, Observation> record, String pair, long slot) {
        Told before = told.get(pair);
        int count = before == null || before.slot() != slot ? 1 : before.count() + 1;
        told.put(pair, new Told(slot, count));
        if (Doubling.isDue(count)) {
            forward(record, new Refusal(record.value(), Kind.STRANGE, Doubling.since(count)));
        }
    }

    private ServiceMemory blocked(
            Record<String, Observation> record, ServiceMemory service, PairMemory pair, boolean known) {
        Observation entry = record.value();
        ServiceMemory next = service.blocked(entry.source().ip());
        boolean several = next.blocked().size() > 1;
        boolean due = !known || Doubling.isDue(pair.refused());
        int weight = known ? Doubling.since(pair.refused()) : pair.refused();
        if (due && several) {
            forward(record, findings().blocked(entry, pair, next.blocked().size(), weight));
            return next.told(true);
        }
        if (due) {
            forward(record, new Refusal(entry, Kind.BLOCKED, weight));
        }
        return next;
    }

    private ServiceMemory judged(Record<String, Observation> record, ServiceMemory service, long slot) {
        ServiceMemory next = service.with(service.refused().plus(slot, 1));
        int count = next.refused().count(slot);
        long limit = Math.max(FLOOR, next.refused().limit(slot));
        if (count <= limit || !next.refused().isLearned(slot) || next.told()) {
            return next;
        }
        boolean more = next.raised() == slot;
        if (!more || Doubling.isDue(count)) {
            forward(record, findings().spike(record.value(), count, limit, more ? Doubling.since(count) : count));
        }
        return next.raised(Math.max(next.raised(), slot));
    }

    /** What is no longer too much is over. */
    private ServiceMemory reviewed(Record<String, Observation> record, ServiceMemory service, long slot) {
        if (service.raised() == 0 || slot <= service.raised() + HOLD_SLOTS) {
            return service;
        }
        forward(record, findings().calm(record.value()));
        return service.raised(0);
    }

    private Findings findings() {
        return new Findings(policy.get());
    }

    private void forward(Record<String, Observation> record, Finding finding) {
        context().forward(record.withValue(new Outcome(finding, null)));
    }

    private void forward(Record<String, Observation> record, Refusal refusal) {
        context().forward(record.withKey(refusal.record().source().ip()).withValue(new Outcome(null, refusal)));
    }

    private static String pair(String service, Observation entry) {
        return service + '|' + entry.source().ip() + '|' + FlowRecords.reporter(entry);
    }

    private static <K, V> Map<K, V> recent() {
        return new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
                return size() > MAX_RECENT;
            }
        };
    }
}
