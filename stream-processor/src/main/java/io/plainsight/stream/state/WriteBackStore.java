package io.plainsight.stream.state;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.StateStore;
import org.apache.kafka.streams.processor.StateStoreContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.CacheFlushListener;
import org.apache.kafka.streams.state.internals.CachedStateStore;

/**
 * Objects in front of a store of bytes. What is used again needs no reading, and of the many changes of a value between two
 * commits only the last one is serialised, written and logged. Kafka's own cache spares the writing, but holds bytes: each
 * change would still be serialised, and that is most of what it costs.
 *
 * <p><i>Exactly once.</i> Kafka Streams calls {@link #flushCache} of every {@link CachedStateStore} before it commits, so what
 * changed is in the transaction of the records that changed it; after a crash neither is. That interface is internal to
 * Kafka Streams; {@code WriteBackStoreTest} and the tests with a broker fail when it stops being called.
 *
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> {@value #MAX_CLEAN} unchanged values, the least recently
 * used goes; {@value #MAX_CHANGED} changed ones, then they are written at once; of each key a few bits ({@link KeyFilter}).
 * <i>Lifetime:</i> values must not be changed
 * after {@link #put} unless they are put again.
 */
final class WriteBackStore<V> implements KeyValueStore<String, V>, CachedStateStore<String, V> {
    static final int MAX_CLEAN = 8192;
    static final int MAX_CHANGED = 8192;

    private final KeyValueStore<String, V> bytes;
    /** As in the store; a null value is known to be absent there. */
    private final Map<String, V> clean = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
            return size() > MAX_CLEAN;
        }
    };
    /** Changed since the last write; a null value is a deletion. */
    private final Map<String, V> changed = new HashMap<>();
    /** Holds every key of the store, or is null: the store knows better then. */
    private KeyFilter keys;
    /** Writes so far, by which {@link Keys} tells whether it saw all. */
    private long writes;

    WriteBackStore(KeyValueStore<String, V> bytes) {
        this.bytes = bytes;
    }

    @Override
    public V get(String key) {
        V value = changed.get(key);
        if (value != null || changed.containsKey(key)) {
            return value;
        }
        if (keys != null && !keys.mayContain(key)) {
            return null;
        }
        value = clean.get(key);
        if (value == null && !clean.containsKey(key)) {
            value = bytes.get(key);
            clean.put(key, value);
        }
        return value;
    }

    @Override
    public void put(String key, V value) {
        changed.put(key, value);
        if (changed.size() >= MAX_CHANGED) {
            write(any -> true);
        }
    }

    @Override
    public V putIfAbsent(String key, V value) {
        V present = get(key);
        if (present == null) {
            put(key, value);
        }
        return present;
    }

    @Override
    public void putAll(List<KeyValue<String, V>> entries) {
        entries.forEach(entry -> put(entry.key, entry.value));
    }

    @Override
    public V delete(String key) {
        V present = get(key);
        put(key, null);
        return present;
    }

    @Override
    public KeyValueIterator<String, V> range(String from, String to) {
        write(key -> (from == null || key.compareTo(from) >= 0) && (to == null || key.compareTo(to) <= 0));
        return bytes.range(from, to);
    }

    @Override
    public KeyValueIterator<String, V> all() {
        write(key -> true);
        return bytes.persistent() ? new Keys(bytes.all()) : bytes.all();
    }

    @Override
    public long approximateNumEntries() {
        return bytes.approximateNumEntries();
    }

    /** Before a commit. */
    @Override
    public void flushCache() {
        write(key -> true);
        if (bytes instanceof CachedStateStore<?, ?> cached) {
            cached.flushCache();
        }
    }

    /** Before the task becomes a standby, whose changes come from elsewhere. */
    @Override
    public void clearCache() {
        changed.clear();
        clean.clear();
        keys = null;
        if (bytes instanceof CachedStateStore<?, ?> cached) {
            cached.clearCache();
        }
    }

    @Override
    public boolean setFlushListener(CacheFlushListener<String, V> listener, boolean sendOldValues) {
        return false; // for tables; nobody listens to these stores
    }

    private void write(Predicate<String> chosen) {
        List<KeyValue<String, V>> entries = new ArrayList<>(changed.size());
        changed.forEach((key, value) -> {
            if (chosen.test(key)) {
                entries.add(KeyValue.pair(key, value));
                clean.put(key, value);
                if (keys != null) {
                    keys.add(key);
                }
            }
        });
        if (entries.size() == changed.size()) {
            changed.clear();
        } else {
            entries.forEach(entry -> changed.remove(entry.key));
        }
        if (!entries.isEmpty()) {
            writes++;
            bytes.putAll(entries);
        }
    }

    /** Collects the keys that go by, and keeps them when all did: every store with bounds is read as a whole when it is opened. */
    private final class Keys implements KeyValueIterator<String, V> {
        private final KeyValueIterator<String, V> all;
        private final KeyFilter collected = new KeyFilter();
        private final long begun = writes;

        Keys(KeyValueIterator<String, V> all) {
            this.all = all;
        }

        @Override
        public boolean hasNext() {
            boolean more = all.hasNext();
            if (!more && begun == writes) {
                keys = collected;
            }
            return more;
        }

        @Override
        public KeyValue<String, V> next() {
            KeyValue<String, V> entry = all.next();
            collected.add(entry.key);
            return entry;
        }

        @Override
        public String peekNextKey() {
            return all.peekNextKey();
        }

        @Override
        public void close() {
            all.close();
        }
    }

    @Override
    public String name() {
        return bytes.name();
    }

    @Override
    public void init(StateStoreContext context, StateStore root) {
        bytes.init(context, root);
    }

    @Override
    public void commit(Map<TopicPartition, Long> changelogOffsets) {
        bytes.commit(changelogOffsets);
    }

    @Override
    public Long committedOffset(TopicPartition partition) {
        return bytes.committedOffset(partition);
    }

    @Override
    @SuppressWarnings("deprecation") // asked for by the state manager
    public boolean managesOffsets() {
        return bytes.managesOffsets();
    }

    @Override
    public void close() {
        changed.clear();
        clean.clear();
        keys = null;
        bytes.close();
    }

    @Override
    public boolean persistent() {
        return bytes.persistent();
    }

    @Override
    public boolean isOpen() {
        return bytes.isOpen();
    }
}
