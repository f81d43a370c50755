package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Sightings;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Upgrades that were stripped, refused or not carried out (ATT&amp;CK T1562.010). Keyed by service; remembers for 30 days of
 * packet time whether the service has shown that it can.
 */
public final class StarttlsDetector implements Detector {
    static final String MEMORY_STORE = "starttls-memory-store";
    private static final Bounds BOUNDS = new Bounds(100_000, Duration.ofDays(30));

    private final Supplier<StarttlsJudge> judge;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<Sightings>>> store;

    public StarttlsDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(StarttlsJudge::new);
        this.metrics = metrics;
        this.store = stores.keyValue(MEMORY_STORE, Sightings.class);
    }

    @Override
    public String name() {
        return "starttls";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(StarttlsStrippedRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations
                .filter(
                        (service, observation) -> observation.plainsight() != null
                                && observation.plainsight().starttls() != null,
                        Named.as("starttls-upgrades"))
                .process(new Stateful<>(Judging::new, store), Named.as("starttls-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private BoundedStore<Sightings> memories;

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            memories = new BoundedStore<>(MEMORY_STORE, context, BOUNDS, metrics);
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation observation = record.value();
            Sightings stored = memories.get(record.key());
            Sightings memory = stored == null ? Sightings.NONE : stored;
            judge.get().judge(observation, memory).ifPresent(finding -> context()
                    .forward(record.withValue(finding)));
            Sightings next = judge.get().remember(observation, memory);
            if (next != memory) {
                memories.put(record.key(), next);
            }
        }
    }
}
