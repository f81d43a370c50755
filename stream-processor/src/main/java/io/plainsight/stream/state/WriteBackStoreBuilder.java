package io.plainsight.stream.state;

import java.util.Map;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** Builds a {@link WriteBackStore} in front of what another builder gives; a second cache is not wanted. */
final class WriteBackStoreBuilder<V> implements StoreBuilder<KeyValueStore<String, V>> {
    private final StoreBuilder<KeyValueStore<String, V>> bytes;
    private final Room room;

    WriteBackStoreBuilder(StoreBuilder<KeyValueStore<String, V>> bytes, Room room) {
        this.bytes = bytes;
        this.room = room;
    }

    @Override
    public KeyValueStore<String, V> build() {
        return new WriteBackStore<>(bytes.build(), room);
    }

    @Override
    public StoreBuilder<KeyValueStore<String, V>> withCachingEnabled() {
        return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<String, V>> withCachingDisabled() {
        return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<String, V>> withLoggingEnabled(Map<String, String> config) {
        bytes.withLoggingEnabled(config);
        return this;
    }

    @Override
    public StoreBuilder<KeyValueStore<String, V>> withLoggingDisabled() {
        bytes.withLoggingDisabled();
        return this;
    }

    @Override
    public Map<String, String> logConfig() {
        return bytes.logConfig();
    }

    @Override
    public boolean loggingEnabled() {
        return bytes.loggingEnabled();
    }

    @Override
    public String name() {
        return bytes.name();
    }
}
