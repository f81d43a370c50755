package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.state.BoundedStore;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A bounded store whose latest values are kept as objects, since most handshakes change nothing and need not be parsed for.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Lifetime:</i> one initialisation of its processor: what another
 * instance wrote meanwhile is read anew. <i>Bounds:</i> {@value #CAPACITY} values, the least recently used go.
 */
final class Cached<V> {
    static final int CAPACITY = 8192;

    private final BoundedStore<V> store;
    private final V absent;
    private final Map<String, V> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > CAPACITY;
        }
    };

    /** @param absent what stands for no value; never stored */
    Cached(BoundedStore<V> store, V absent) {
        this.store = store;
        this.absent = absent;
    }

    V get(String key) {
        V known = latest.get(key);
        if (known == null) {
            V stored = store.get(key);
            known = stored == null ? absent : stored;
            latest.put(key, known);
        }
        return known;
    }

    /** Writes only where {@code value} is another instance than what {@link #get} gave. */
    void put(String key, V value) {
        if (get(key) != value) {
            store.put(key, value);
            latest.put(key, value);
        }
    }
}
