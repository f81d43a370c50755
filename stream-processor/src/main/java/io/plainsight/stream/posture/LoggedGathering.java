package io.plainsight.stream.posture;

import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.ProviderEncryption;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.witness.Logged;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * As {@link Gathering}, for what flow logs tell: how much of the traffic a sensor sees, by place, and what the provider states of
 * its encryption. A connection counts in the hour of its first record.
 *
 * <p><i>Bounds:</i> {@value #MAX_CELLS} sums, then they are passed on at once; {@value #MAX_PLACES} places of each kind, what is
 * beyond counts as {@code other} and as an eviction of {@code capacity}.
 */
final class LoggedGathering extends ContextualProcessor<String, Logged, String, Gathered> {
    static final String CELLS = "posture-logged-store";
    static final int MAX_PLACES = 100;
    private static final int MAX_CELLS = 1_024;

    private final Supplier<Policy> policy;
    private final StreamMetrics metrics;
    private final boolean live;
    private final Map<Scope, Gathered> pending = new LinkedHashMap<>();
    private final Map<String, Set<String>> places = new HashMap<>();
    private KeyValueStore<String, Stamped<Gathered>> cells;

    LoggedGathering(PolicyInForce policy, StreamMetrics metrics, boolean live) {
        this.policy = policy;
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Gathered> context) {
        super.init(context);
        cells = context.getStateStore(CELLS);
        try (KeyValueIterator<String, Stamped<Gathered>> all = cells.all()) {
            while (all.hasNext()) {
                KeyValue<String, Stamped<Gathered>> entry = all.next();
                pending.put(entry.value.value().scope(), entry.value.value());
            }
        }
        context.schedule(Gathering.FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::flush);
    }

    @Override
    public void process(Record<String, Logged> record) {
        Logged change = record.value();
        String zone = policy.get().zoning().of(change.observation(), Side.DESTINATION);
        String hour = PostureKeys.hour(change.at());
        Tally figures = new Tally();
        figures.span(change.at(), change.at());
        add(figures, Names.ALL, change);
        if (policy.get().providerEncryption() != ProviderEncryption.IGNORE && change.stated() != change.before()) {
            if (change.stated() != null) {
                figures.count(Names.STATED, change.stated().text(), 1);
            }
            if (change.before() != null) {
                figures.count(Names.STATED, change.before().text(), -1);
            }
        }
        Tally map = new Tally();
        map.span(change.at(), change.at());
        change.places().forEach(place -> add(map, known(place), change));
        add(map, known("zone/" + zone), change);
        add(map, known("service/" + change.observation().destination().text()), change);

        long nowMs = context().currentSystemTimeMs();
        for (String period : List.of(hour, PostureKeys.dayOf(hour), PostureKeys.TOTAL)) {
            gather(new Scope(period, zone, null), figures, nowMs);
            gather(new Scope(period, null, null), figures, nowMs);
            if (!period.equals(hour)) {
                gather(new Scope(period, null, null), map, nowMs);
            }
        }
        if (pending.size() >= MAX_CELLS) {
            flush(nowMs);
        }
    }

    private void gather(Scope scope, Tally figures, long nowMs) {
        Gathered cell = pending.computeIfAbsent(scope, key -> new Gathered(key, new Tally()));
        cell.tally().add(figures);
        cells.put(scope.key(live), new Stamped<>(nowMs, cell));
    }

    private static void add(Tally tally, String place, Logged change) {
        tally.count(Names.LOGGED_CONNECTIONS, place, change.connections());
        tally.count(Names.SEEN_CONNECTIONS, place, change.seenConnections());
        tally.count(Names.LOGGED_BYTES, place, change.bytes());
        tally.count(Names.SEEN_BYTES, place, change.seenBytes());
        tally.count(Names.EXPECTED_CONNECTIONS, place, change.expected());
        tally.count(Names.UNLOGGED_CONNECTIONS, place, change.unlogged());
    }

    private String known(String place) {
        String kind = place.substring(0, place.indexOf('/'));
        Set<String> names = places.computeIfAbsent(kind, key -> new HashSet<>());
        if (names.contains(place) || names.size() < MAX_PLACES && names.add(place)) {
            return place;
        }
        metrics.evicted(CELLS, "capacity", 1);
        return kind + '/' + Tally.OTHER;
    }

    private void flush(long nowMs) {
        pending.forEach((scope, gathered) -> {
            context().forward(new Record<>(scope.key(live), gathered, nowMs));
            cells.delete(scope.key(live));
        });
        pending.clear();
    }
}
