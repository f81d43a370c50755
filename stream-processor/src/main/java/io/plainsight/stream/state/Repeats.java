package io.plainsight.stream.state;

import io.plainsight.events.Observation;
import io.plainsight.events.SequenceHeader;
import io.plainsight.stream.metrics.StreamMetrics;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Set;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.ContextualFixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessor;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorContext;
import org.apache.kafka.streams.processor.api.FixedKeyProcessorSupplier;
import org.apache.kafka.streams.processor.api.FixedKeyRecord;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Lets each message of a sensor pass once. A sensor that was killed, or lost its broker, sends again what was not
 * acknowledged, some of which may have arrived ({@link SequenceHeader}); nothing behind this hears of it twice.
 *
 * <p>Within a partition a run's numbers rise, so one number per run and partition is all that is kept, in the transaction of
 * what the message caused. What carries no number passes.
 *
 * <p><i>Bounds:</i> {@link #BOUNDS}; a run is forgotten when nothing came from it for so long, and what it then sends again
 * counts again.
 */
public final class Repeats implements FixedKeyProcessorSupplier<String, Observation, Observation> {
    static final String STORE = "observation-sequence-store";
    /** A sensor that starts every ten minutes, for two months. */
    static final Bounds BOUNDS = new Bounds(10_000, Duration.ofDays(60));

    private final StoreBuilder<KeyValueStore<String, Stamped<Long>>> store;
    private final StreamMetrics metrics;

    public Repeats(StateStores stores, StreamMetrics metrics) {
        // of the many changes between two commits only the last one is logged
        this.store = stores.keyValue(STORE, Long.class).withCachingEnabled();
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
        private BoundedStore<Long> highest;
        /** The run of the last record, and its key: of a sensor, thousands follow each other. */
        private long lastRun;

        private String lastKey = key(0);

        @Override
        public void init(FixedKeyProcessorContext<String, Observation> context) {
            super.init(context);
            highest = new BoundedStore<>(STORE, context, BOUNDS, metrics);
        }

        @Override
        public void process(FixedKeyRecord<String, Observation> record) {
            SequenceHeader number = SequenceHeader.of(record.headers());
            if (number != null) {
                if (number.run() != lastRun) {
                    lastRun = number.run();
                    lastKey = key(lastRun);
                }
                Long seen = highest.get(lastKey);
                if (seen != null && number.sequence() <= seen) {
                    metrics.repeated();
                    return;
                }
                if (seen == null) {
                    highest.insert(lastKey, number.sequence());
                } else {
                    highest.update(lastKey, number.sequence());
                }
            }
            context().forward(record.withHeaders(new RecordHeaders())); // or the number would stand on every alert
        }

        private static String key(long run) {
            return HexFormat.of().toHexDigits(run);
        }
    }
}
