package io.plainsight.stream.witness;

import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.Stamped;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Values by key that survive a restart: all of a store is kept on the heap as well, in the order of use, and changes are written
 * through.
 *
 * <p><b>Threading:</b> the stream thread of its task. <b>Bounds:</b> as many as given, then what was used longest ago goes, and is
 * counted as an eviction of the store.
 */
final class Kept<V> {
    private final KeyValueStore<String, Stamped<V>> store;
    private final ProcessingContext context;
    private final int most;
    private final StreamMetrics metrics;
    private final Map<String, V> values = new LinkedHashMap<>(16, 0.75f, true);

    /** Opens the store for the calling processor's task; to be called from {@code init}. */
    Kept(String name, ProcessingContext context, int most, StreamMetrics metrics) {
        this.store = context.getStateStore(name);
        this.context = context;
        this.most = most;
        this.metrics = metrics;
        List<KeyValue<String, Stamped<V>>> stored = new ArrayList<>();
        try (KeyValueIterator<String, Stamped<V>> all = store.all()) {
            all.forEachRemaining(stored::add);
        }
        stored.sort(Comparator.comparingLong(entry -> entry.value.touchedMs()));
        stored.forEach(entry -> values.put(entry.key, entry.value.value()));
    }

    /** @return the value, or null when there is none */
    V get(String key) {
        return values.get(key);
    }

    void put(String key, V value) {
        put(key, value, (evicted, old) -> {});
    }

    /** @param gone is given what had to make room */
    void put(String key, V value, BiConsumer<String, V> gone) {
        if (values.size() >= most && !values.containsKey(key)) {
            Iterator<Map.Entry<String, V>> eldest = values.entrySet().iterator();
            Map.Entry<String, V> entry = eldest.next();
            eldest.remove();
            store.put(entry.getKey(), null);
            metrics.evicted(store.name(), "capacity", 1);
            gone.accept(entry.getKey(), entry.getValue());
        }
        values.put(key, value);
        store.put(key, new Stamped<>(context.currentSystemTimeMs(), value));
    }

    /** @return what there was, or null */
    V remove(String key) {
        V gone = values.remove(key);
        if (gone != null) {
            store.put(key, null);
        }
        return gone;
    }

    /** Visits everything; the visitor must not change it. */
    void forEach(BiConsumer<String, V> visitor) {
        values.forEach(visitor);
    }
}
