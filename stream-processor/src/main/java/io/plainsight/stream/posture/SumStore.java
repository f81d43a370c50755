package io.plainsight.stream.posture;

import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Stamped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The sums by key, in one store, with bounds for each kind of them.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> see {@link Kind}, per partition. The wall clock decides
 * what is forgotten, never what is counted.
 */
final class SumStore {
    /** What goes by a bound of its own. */
    enum Kind {
        HOUR(new Bounds(30_000, Duration.ofDays(3))),
        SERVICE_DAY(new Bounds(30_000, Duration.ofDays(35))),
        OTHER(new Bounds(60_000, Duration.ofDays(400)));

        @SuppressWarnings("ImmutableEnumChecker") // a record of immutable values
        private final Bounds bounds;

        Kind(Bounds bounds) {
            this.bounds = bounds;
        }

        Bounds bounds() {
            return bounds;
        }

        static Kind of(String key) {
            if (PostureKeys.isHour(key)) {
                return HOUR;
            }
            boolean total = PostureKeys.TOTAL.equals(PostureKeys.period(key));
            return PostureKeys.isService(key) && !total ? SERVICE_DAY : OTHER;
        }
    }

    private final KeyValueStore<String, Stamped<Gathered>> store;
    private final StreamMetrics metrics;
    private final Consumer<String> onRemoved;
    private final Map<Kind, Integer> sizes = new EnumMap<>(Kind.class);

    /** @param onRemoved is told each key that goes because of the bounds */
    SumStore(KeyValueStore<String, Stamped<Gathered>> store, StreamMetrics metrics, Consumer<String> onRemoved) {
        this.store = store;
        this.metrics = metrics;
        this.onRemoved = onRemoved;
        visit((key, stamped) -> sizes.merge(Kind.of(key), 1, Integer::sum));
    }

    /** @return null when there is none */
    Tally get(String key) {
        Stamped<Gathered> stamped = store.get(key);
        return stamped == null ? null : stamped.value().tally();
    }

    void put(String key, Gathered sum, boolean known, long nowMs) {
        Kind kind = Kind.of(key);
        if (!known) {
            if (sizes.getOrDefault(kind, 0) >= kind.bounds().capacity()) {
                evictLongestUntouched(kind);
            }
            sizes.merge(kind, 1, Integer::sum);
        }
        store.put(key, new Stamped<>(nowMs, sum));
    }

    void forEach(Consumer<Gathered> visitor) {
        visit((key, stamped) -> visitor.accept(stamped.value()));
    }

    /** Removes what nobody has added to for its time. */
    void expire(long nowMs) {
        Map<Kind, List<String>> old = new EnumMap<>(Kind.class);
        visit((key, stamped) -> {
            Kind kind = Kind.of(key);
            if (nowMs - stamped.touchedMs() > kind.bounds().timeToLive().toMillis()) {
                old.computeIfAbsent(kind, none -> new ArrayList<>()).add(key);
            }
        });
        old.forEach((kind, keys) -> remove(kind, keys, "expired"));
    }

    private void evictLongestUntouched(Kind kind) {
        List<KeyValue<Long, String>> all = new ArrayList<>();
        visit((key, stamped) -> {
            if (Kind.of(key) == kind) {
                all.add(KeyValue.pair(stamped.touchedMs(), key));
            }
        });
        all.sort((one, other) -> Long.compare(one.key, other.key));
        List<String> oldest = all.subList(0, Math.max(1, all.size() / 10)).stream()
                .map(entry -> entry.value)
                .toList();
        remove(kind, oldest, "capacity");
    }

    private void remove(Kind kind, List<String> keys, String reason) {
        keys.forEach(store::delete);
        keys.forEach(onRemoved);
        sizes.merge(kind, -keys.size(), Integer::sum);
        metrics.evicted(store.name(), reason, keys.size());
    }

    private void visit(BiConsumer<String, Stamped<Gathered>> visitor) {
        try (KeyValueIterator<String, Stamped<Gathered>> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Stamped<Gathered>> entry = entries.next();
                visitor.accept(entry.key, entry.value);
            }
        }
    }
}
