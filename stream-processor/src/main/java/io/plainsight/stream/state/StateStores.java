package io.plainsight.stream.state;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/** How one topology keeps state and moves records between its parts; the topology itself is the same for both kinds. */
public interface StateStores {

    /** A store of immutable values by text key. */
    <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Class<V> type);

    /** The same for few values, which are held on the heap; what survives a restart is the same. */
    <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Class<V> type);

    /** As {@link #inMemory(String, Class)}, with bytes of the caller's choice where they are kept as bytes. */
    <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Serde<V> values);

    /** As {@link #keyValue(String, Class)}, with bytes of the caller's choice where they are kept as bytes. */
    <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Serde<V> values);

    /**
     * As {@link #keyValue(String, Serde)}, for very many values of some hundred bytes, of which as many stay on the heap as the
     * process has room for: a host or a service comes again after thousands of others.
     */
    <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> manySmall(String name, Serde<V> values);

    /** The serde for records of {@code type} on topics between parts of the topology. */
    <T> Serde<T> transfer(Class<T> type);

    /** As {@link #transfer(Class)}, with bytes of the caller's choice where bytes are sent. */
    <T> Serde<T> transfer(Class<T> type, Serde<T> bytes);

    /**
     * Two, since few observations cause anything that passes on. Each partition that a transaction writes to costs a batch, a
     * marker of its end and a place in every request, however few records it gets.
     */
    int PASSAGE_PARTITIONS = 2;

    /**
     * A topic to a part of the topology that nothing else leads to but such topics.
     *
     * @param values as {@link #transfer} gives them
     */
    static <T> Repartitioned<String, T> passage(String name, Serde<T> values) {
        return Repartitioned.with(Serdes.String(), values).withName(name).withNumberOfPartitions(PASSAGE_PARTITIONS);
    }

    /** Records as the bytes that stores hold and internal topics carry, and only those. */
    static <T> Serde<T> compact(Class<T> type) {
        return new CompactSerde<>(type);
    }

    /** Objects before RocksDB with change logs, bytes on every topic: survives restarts and moves between instances. */
    static StateStores persistent() {
        return new StateStores() {
            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Class<V> type) {
                return keyValue(name, new CompactSerde<>(type));
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Serde<V> values) {
                return inRocksDb(name, values, Room.NONE);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> manySmall(String name, Serde<V> values) {
                return inRocksDb(name, values, Room.ofProcess());
            }

            private <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inRocksDb(
                    String name, Serde<V> values, Room room) {
                return new WriteBackStoreBuilder<>(
                        Stores.keyValueStoreBuilder(
                                Stores.persistentKeyValueStore(name), Serdes.String(), Stamped.serde(values)),
                        room);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Class<V> type) {
                return inMemory(name, new CompactSerde<>(type));
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Serde<V> values) {
                return new WriteBackStoreBuilder<>(
                        Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(name), Serdes.String(), Stamped.serde(values)),
                        Room.NONE);
            }

            @Override
            public <T> Serde<T> transfer(Class<T> type) {
                return new CompactSerde<>(type);
            }

            @Override
            public <T> Serde<T> transfer(Class<T> type, Serde<T> bytes) {
                return bytes;
            }
        };
    }

    /** Objects on the heap, handed over by reference: for one topology in one thread without a broker. */
    static StateStores heap() {
        Map<Class<?>, Serde<?>> serdes = new HashMap<>();
        return new StateStores() {
            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Class<V> type) {
                return new HeapStoreBuilder<>(name);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Class<V> type) {
                return keyValue(name, type);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> keyValue(String name, Serde<V> values) {
                return new HeapStoreBuilder<>(name);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> inMemory(String name, Serde<V> values) {
                return new HeapStoreBuilder<>(name);
            }

            @Override
            public <V> StoreBuilder<KeyValueStore<String, Stamped<V>>> manySmall(String name, Serde<V> values) {
                return new HeapStoreBuilder<>(name);
            }

            @Override
            public <T> Serde<T> transfer(Class<T> type, Serde<T> bytes) {
                return transfer(type);
            }

            @Override
            @SuppressWarnings("unchecked") // the map pairs every class with a serde of that class
            public <T> Serde<T> transfer(Class<T> type) {
                return (Serde<T>) serdes.computeIfAbsent(type, key -> new HandoffSerde<T>());
            }
        };
    }
}
