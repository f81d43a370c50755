package io.plainsight.stream.state;

import io.plainsight.stream.metrics.StreamMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A named store with a cap and a time to live, both counted.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> see {@link Bounds}. The wall clock decides what is
 * forgotten, never what is judged: replayed packets carry old times, and their state must live as long as any other.
 */
public final class BoundedStore<V> {
    private static final Duration SWEEP_INTERVAL = Duration.ofMinutes(10);

    private final KeyValueStore<String, Stamped<V>> store;
    private final ProcessingContext context;
    private final Bounds bounds;
    private final StreamMetrics metrics;
    private int size;

    /** Opens the store for the calling processor's task; to be called from {@code init}. */
    public BoundedStore(String name, ProcessingContext context, Bounds bounds, StreamMetrics metrics) {
        this.store = context.getStateStore(name);
        this.context = context;
        this.bounds = bounds;
        this.metrics = metrics;
        forEach((key, value) -> size++);
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::expire);
    }

    /** @return the value, or null when there is none */
    public V get(String key) {
        Stamped<V> stamped = store.get(key);
        return stamped == null ? null : stamped.value();
    }

    public void put(String key, V value) {
        if (store.get(key) == null) {
            insert(key, value);
        } else {
            update(key, value);
        }
    }

    /** As {@link #put} for a key that the caller has just read and not found: without another look at the store. */
    public void insert(String key, V value) {
        if (size >= bounds.capacity()) {
            evictLongestUntouched();
        }
        size++;
        update(key, value);
    }

    /** As {@link #put} for a key that the caller has just read and found: without another look at the store. */
    public void update(String key, V value) {
        store.put(key, new Stamped<>(context.currentSystemTimeMs(), value));
    }

    /** The values between two keys, both included, in the order of the keys. */
    public List<V> range(String from, String to) {
        List<V> values = new ArrayList<>();
        try (KeyValueIterator<String, Stamped<V>> entries = store.range(from, to)) {
            while (entries.hasNext()) {
                values.add(entries.next().value.value());
            }
        }
        return values;
    }

    /** Visits everything; the visitor must not change the store. */
    public void forEach(BiConsumer<String, V> visitor) {
        try (KeyValueIterator<String, Stamped<V>> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Stamped<V>> entry = entries.next();
                visitor.accept(entry.key, entry.value.value());
            }
        }
    }

    public int size() {
        return size;
    }

    private void expire(long nowMs) {
        remove(nowMs - bounds.timeToLive().toMillis(), "expired");
    }

    private void evictLongestUntouched() {
        long[] stamps = new long[size];
        int count = 0;
        try (KeyValueIterator<String, Stamped<V>> entries = store.all()) {
            while (entries.hasNext() && count < stamps.length) {
                stamps[count++] = entries.next().value.touchedMs();
            }
        }
        Arrays.sort(stamps, 0, count);
        remove(count == 0 ? Long.MAX_VALUE : stamps[count / 10], "capacity");
    }

    private void remove(long touchedAtOrBeforeMs, String reason) {
        List<String> keys = new ArrayList<>();
        size = 0;
        try (KeyValueIterator<String, Stamped<V>> entries = store.all()) {
            while (entries.hasNext()) {
                KeyValue<String, Stamped<V>> entry = entries.next();
                size++;
                if (entry.value.touchedMs() <= touchedAtOrBeforeMs) {
                    keys.add(entry.key);
                }
            }
        }
        // with equal stamps more than a tenth would go; never drop more than half of a full store
        int most = reason.equals("capacity") ? Math.max(1, size / 2) : keys.size();
        List<String> chosen = keys.subList(0, Math.min(most, keys.size()));
        chosen.forEach(store::delete);
        size -= chosen.size();
        metrics.evicted(store.name(), reason, chosen.size());
    }
}
