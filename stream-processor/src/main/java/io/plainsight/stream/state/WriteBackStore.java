package io.plainsight.stream.state;

import java.util.ArrayList;
import java.util.HashMap;
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
 * <p><i>Threading:</i> the stream thread of its task. <i>Bounds:</i> values lie in two generations, the older of which is
 * forgotten when the younger is full, with {@value #GENERATION} values or where the {@link Room} for more ends: like the least
 * recently used, without a list to put in order on every look. {@value #MAX_CHANGED} changed ones, then they are written at
 * once; of each key a few bits ({@link KeyFilter}). <i>Lifetime:</i> values must not be changed after {@link #put} unless they
 * are put again.
 */
final class WriteBackStore<V> implements KeyValueStore<String, V>, CachedStateStore<String, V> {
    static final int GENERATION = 4096;
    static final int MAX_CHANGED = 8192;

    private final KeyValueStore<String, V> bytes;
    private final Room room;
    private Map<String, Slot<V>> young = new HashMap<>();
    private Map<String, Slot<V>> old = new HashMap<>();
    /** How many values of each generation are there by what the room gave. */
    private int youngTaken;

    private int oldTaken;
    /** Since the last write, in the order in which they changed first. */
    private List<Slot<V>> changed = new ArrayList<>();
    /** Holds every key of the store, or is null: the store knows better then. */
    private KeyFilter keys;
    /** Writes so far, by which {@link Keys} tells whether it saw all. */
    private long writes;

    WriteBackStore(KeyValueStore<String, V> bytes, Room room) {
        this.bytes = bytes;
        this.room = room;
    }

    /** What is known of one key. A null value is absent, or to be deleted where it is changed. */
    private static final class Slot<V> {
        private final String key;
        private V value;
        private boolean changed;

        Slot(String key, V value) {
            this.key = key;
            this.value = value;
        }
    }

    @Override
    public V get(String key) {
        Slot<V> slot = find(key);
        if (slot == null) {
            if (keys != null && !keys.mayContain(key)) {
                return null;
            }
            slot = new Slot<>(key, bytes.get(key));
            keep(slot);
        }
        return slot.value;
    }

    @Override
    public void put(String key, V value) {
        Slot<V> slot = find(key);
        if (slot == null) {
            slot = new Slot<>(key, null);
            keep(slot);
        }
        slot.value = value;
        if (!slot.changed) {
            slot.changed = true;
            changed.add(slot);
            if (changed.size() >= MAX_CHANGED) {
                write(any -> true);
            }
        }
    }

    private Slot<V> find(String key) {
        Slot<V> slot = young.get(key);
        if (slot == null) {
            slot = old.remove(key);
            if (slot != null) {
                keep(slot);
            }
        }
        return slot;
    }

    private void keep(Slot<V> slot) {
        if (young.size() >= GENERATION && !grow()) {
            age();
        }
        young.put(slot.key, slot);
    }

    private boolean grow() {
        if (oldTaken > old.size()) {
            oldTaken--; // of one that has just come from there
        } else if (!room.take()) {
            return false;
        }
        youngTaken++;
        return true;
    }

    /** Forgets the older generation. */
    private void age() {
        for (Slot<V> slot : old.values()) {
            if (slot.changed) {
                write(any -> true);
                break;
            }
        }
        room.giveBack(oldTaken);
        old = young;
        oldTaken = youngTaken;
        young = new HashMap<>();
        youngTaken = 0;
    }

    private void forget() {
        room.giveBack(youngTaken + oldTaken);
        youngTaken = 0;
        oldTaken = 0;
        young = new HashMap<>();
        old = new HashMap<>();
        changed = new ArrayList<>();
        keys = null;
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
        forget();
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
        List<Slot<V>> left = new ArrayList<>();
        for (Slot<V> slot : changed) {
            if (chosen.test(slot.key)) {
                entries.add(KeyValue.pair(slot.key, slot.value));
                slot.changed = false;
                if (keys != null) {
                    keys.add(slot.key);
                }
            } else {
                left.add(slot);
            }
        }
        changed = left;
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
        forget();
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
