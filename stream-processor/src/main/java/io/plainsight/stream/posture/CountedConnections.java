package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Lets each connection pass once. A connection has the same destination, and so the same partition, each time that its file
 * is played, so what was counted is remembered per partition.
 *
 * <p>Bounds: {@link #BOUNDS} connections; a file with more of them than that in one partition counts again when it is
 * played again.
 */
final class CountedConnections implements FixedKeyProcessorSupplier<String, Observation, Observation> {
    static final String STORE = "posture-counted-store";
    static final Bounds BOUNDS = new Bounds(200_000, Duration.ofDays(400));

    private final StoreBuilder<KeyValueStore<String, Stamped<Boolean>>> store;
    private final StreamMetrics metrics;

    CountedConnections(StateStores stores, StreamMetrics metrics) {
        this.store = stores.keyValue(STORE, Boolean.class);
        this.metrics = metrics;
    }

    @Override
    public FixedKeyProcessor<String, Observation, Observation> get() {
        return new Once();
    }

    @Override
    public Set<StoreBuilder<?>> stores() {
        return Set.of(store);
    }

    private final class Once extends ContextualFixedKeyProcessor<String, Observation, Observation> {
        private BoundedStore<Boolean> counted;

        @Override
        public void init(FixedKeyProcessorContext<String, Observation> context) {
            super.init(context);
            counted = new BoundedStore<>(STORE, context, BOUNDS, metrics);
        }

        @Override
        public void process(FixedKeyRecord<String, Observation> record) {
            String connection = Hashes.hex(record.value().event().id());
            if (counted.get(connection) == null) {
                counted.put(connection, true);
                context().forward(record);
            }
        }
    }
}
