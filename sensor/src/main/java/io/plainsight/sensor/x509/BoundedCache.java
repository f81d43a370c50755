package io.plainsight.sensor.x509;

import java.util.LinkedHashMap;
import java.util.Map;

/** A map that forgets the least recently used entry when it is full. One thread. */
final class BoundedCache<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1L;
    private static final float LOAD_FACTOR = 0.75f;

    private final int capacity;

    BoundedCache(int capacity) {
        super(16, LOAD_FACTOR, true);
        this.capacity = capacity;
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > capacity;
    }
}
