package io.plainsight.stream.posture;

import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.Stamped;
import java.time.Duration;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * The services that have figures of their own, and what is remembered of each. All are kept on the heap as well, so that a
 * connection costs no read of the store; a change is written through.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> {@value #MAX_PER_ZONE} services per zone and
 * {@value #MAX_SERVICES} in all, per partition; those that come later are refused and count together. A service without
 * connections for {@link #TIME_TO_LIVE} of wall clock makes room.
 */
final class ServiceRegister {
    static final int MAX_PER_ZONE = 256;
    static final int MAX_SERVICES = 4_096;
    static final Duration TIME_TO_LIVE = Duration.ofDays(30);
    /** A service in use is stamped anew no more often than that. */
    private static final Duration STAMP_INTERVAL = Duration.ofDays(1);

    private static final String SEPARATOR = "\n";

    private final KeyValueStore<String, Stamped<ServiceMemory>> store;
    private final StreamMetrics metrics;
    private final Map<String, Stamped<ServiceMemory>> services = new HashMap<>();
    private final Map<String, Integer> perZone = new HashMap<>();

    ServiceRegister(KeyValueStore<String, Stamped<ServiceMemory>> store, StreamMetrics metrics) {
        this.store = store;
        this.metrics = metrics;
        try (KeyValueIterator<String, Stamped<ServiceMemory>> all = store.all()) {
            while (all.hasNext()) {
                KeyValue<String, Stamped<ServiceMemory>> entry = all.next();
                services.put(entry.key, entry.value);
                perZone.merge(zoneOf(entry.key), 1, Integer::sum);
            }
        }
    }

    /**
     * What is known of a service, which is taken in if there is room.
     *
     * @return null when there is none
     */
    ServiceMemory of(String zone, String service, long nowMs) {
        String key = zone + SEPARATOR + service;
        Stamped<ServiceMemory> known = services.get(key);
        if (known == null) {
            boolean room = services.size() < MAX_SERVICES && perZone.getOrDefault(zone, 0) < MAX_PER_ZONE;
            if (!room) {
                return null;
            }
            perZone.merge(zone, 1, Integer::sum);
            write(key, ServiceMemory.NONE, nowMs);
            return ServiceMemory.NONE;
        }
        if (nowMs - known.touchedMs() > STAMP_INTERVAL.toMillis()) {
            write(key, known.value(), nowMs);
        }
        return known.value();
    }

    void remember(String zone, String service, ServiceMemory memory, long nowMs) {
        write(zone + SEPARATOR + service, memory, nowMs);
    }

    /** Forgets whom nobody talks to any more. */
    void expire(long nowMs) {
        int before = services.size();
        Iterator<Map.Entry<String, Stamped<ServiceMemory>>> entries =
                services.entrySet().iterator();
        while (entries.hasNext()) {
            Map.Entry<String, Stamped<ServiceMemory>> entry = entries.next();
            if (nowMs - entry.getValue().touchedMs() > TIME_TO_LIVE.toMillis()) {
                store.delete(entry.getKey());
                perZone.merge(zoneOf(entry.getKey()), -1, Integer::sum);
                entries.remove();
            }
        }
        metrics.evicted(store.name(), "expired", before - services.size());
    }

    private void write(String key, ServiceMemory memory, long nowMs) {
        Stamped<ServiceMemory> stamped = new Stamped<>(nowMs, memory);
        services.put(key, stamped);
        store.put(key, stamped);
    }

    private static String zoneOf(String key) {
        return key.substring(0, key.lastIndexOf(SEPARATOR));
    }
}
