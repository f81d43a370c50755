package io.plainsight.stream.state;

import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * A key-value store that holds the objects themselves, for offline analysis: nothing is serialised, nothing survives.
 * Values must be immutable. Single-threaded; an iterator ends with the next change, as with any map.
 */
class HeapStore<V> implements KeyValueStore<String, V> {
    private final String name;
    private final Map<String, V> entries = new HashMap<>();
    /** For ranges: values are looked up and replaced far more often than keys come and go. */
    private final TreeSet<String> keys = new TreeSet<>();

    private boolean open;

    HeapStore(String name) {
        this.name = name;
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        context.register(root, (key, value) -> {});
        open = true;
    }

    @Override
    public void put(String key, V value) {
        if (value == null) {
            delete(key);
        } else if (entries.put(key, value) == null) {
            keys.add(key);
        }
    }

    @Override
    public V putIfAbsent(String key, V value) {
        V present = entries.get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<String, V>> all) {
        all.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public V delete(String key) {
        V present = entries.remove(key);
        if (present != null) {
            keys.remove(key);
        }
        return present;
    }

    @Override
    public V get(String key) {
        return entries.get(key);
    }

    @Override
    public KeyValueIterator<String, V> range(String from, String to) {
        return new Cursor(keys.subSet(from, true, to, true).iterator());
    }

    @Override
    public KeyValueIterator<String, V> all() {
        return new Cursor(keys.iterator());
    }

    @Override
    public long approximateNumEntries() {
        return entries.size();
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public boolean persistent() {
        return false;
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
        entries.clear();
        keys.clear();
    }

    private final class Cursor implements KeyValueIterator<String, V> {
        private final Iterator<String> all;

        Cursor(Iterator<String> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            return all.hasNext();
        }

        @Override
        public KeyValue<String, V> next() {
            String key = all.next();
            return KeyValue.pair(key, entries.get(key));
        }

        @Override
        public String peekNextKey() {
            throw new UnsupportedOperationException("peekNextKey");
        }

        @Override
        public void close() {
            // nothing is held
        }
    }
}
