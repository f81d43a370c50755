package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.state.BoundedStore;

/**
 * A bounded store of immutable values of which most handshakes change nothing, and then write nothing.
 *
 * <p><i>Threading:</i> the stream thread of its task.
 */
final class Known<V> {
    private final BoundedStore<V> store;
    private final V absent;

    /** @param absent what stands for no value; never stored */
    Known(BoundedStore<V> store, V absent) {
        this.store = store;
        this.absent = absent;
    }

    V get(String key) {
        V stored = store.get(key);
        return stored == null ? absent : stored;
    }

    /**
     * Writes only where {@code value} is another instance than {@code before}.
     *
     * @param before what {@link #get} gave for the key
     */
    void put(String key, V before, V value) {
        if (value == before) {
            return;
        }
        if (before == absent) {
            store.insert(key, value);
        } else {
            store.update(key, value);
        }
    }
}
