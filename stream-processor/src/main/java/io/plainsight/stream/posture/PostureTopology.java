package io.plainsight.stream.posture;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Posture by day of packet time and in total: every connection that ended counts once under both keys. Sums live per key;
 * changed sums are written every second of wall clock.
 *
 * <p>Live and replayed traffic write the same topic under keys of their own ({@link PostureKeys}), so neither overwrites the
 * other. Files can be played again, and then give the same event ids; so a replay remembers those that it has counted
 * ({@link CountedConnections}). A live connection ends once, and pays nothing for that.
 */
public final class PostureTopology {
    static final String POSTURE_STORE = "posture-store";
    static final Duration FLUSH_INTERVAL = Duration.ofSeconds(1);
    private static final Bounds BOUNDS = new Bounds(10_000, Duration.ofDays(400));

    private final StateStores stores;
    private final StreamMetrics metrics;
    private final boolean live;

    /** @param live whether the figures are about live traffic, not about files that were played */
    public PostureTopology(StateStores stores, StreamMetrics metrics, boolean live) {
        this.stores = stores;
        this.metrics = metrics;
        this.live = live;
    }

    /** Figures by day and in total. */
    public KStream<String, Posture> addTo(KStream<String, Observation> observations) {
        KStream<String, Observation> ended = observations.filter(
                (service, observation) ->
                        Actions.FLOW_ENDED.equals(observation.event().action()),
                Named.as("posture-ended-connections"));
        KStream<String, Observation> once = live
                ? ended
                : ended.processValues(new CountedConnections(stores, metrics), Named.as("posture-count-once"));
        return once.flatMap((service, observation) -> byDayAndTotal(observation), Named.as("posture-by-day"))
                .repartition(Repartitioned.with(Serdes.String(), stores.transfer(Posture.class))
                        .withName("posture"))
                .process(
                        new Stateful<>(Summing::new, stores.keyValue(POSTURE_STORE, Posture.class)),
                        Named.as("posture-sum"));
    }

    private List<KeyValue<String, Posture>> byDayAndTotal(Observation observation) {
        PostureAccumulator one = new PostureAccumulator();
        one.add(observation);
        Instant end = one.posture().timestamp();
        LocalDate day = LocalDate.ofInstant(end, ZoneOffset.UTC);
        return List.of(
                KeyValue.pair(PostureKeys.day(day, live), one.posture()),
                KeyValue.pair(PostureKeys.total(live), one.posture()));
    }

    private final class Summing extends ContextualProcessor<String, Posture, String, Posture> {
        /** Keys with unwritten changes. */
        private final Set<String> pending = new LinkedHashSet<>();

        private BoundedStore<Posture> sums;

        @Override
        public void init(ProcessorContext<String, Posture> context) {
            super.init(context);
            sums = new BoundedStore<>(POSTURE_STORE, context, BOUNDS, metrics);
            // what was pending before a restart is written again: the record is the same or newer
            sums.forEach((key, sum) -> pending.add(key));
            context.schedule(FLUSH_INTERVAL, PunctuationType.WALL_CLOCK_TIME, this::flush);
        }

        @Override
        public void process(Record<String, Posture> record) {
            PostureAccumulator sum = new PostureAccumulator();
            Posture stored = sums.get(record.key());
            if (stored != null) {
                sum.add(stored);
            }
            sums.put(record.key(), sum.add(record.value()).posture());
            pending.add(record.key());
        }

        private void flush(long nowMs) {
            for (String key : pending) {
                Posture sum = sums.get(key);
                if (sum != null) { // else evicted meanwhile, and counted there
                    context().forward(new Record<>(key, sum, nowMs));
                }
            }
            pending.clear();
        }
    }
}
