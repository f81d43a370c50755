package io.plainsight.stream.detection.starttls;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.recovery.OpenCauses;
import io.plainsight.stream.recovery.Recovery;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
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
 * packet time what the service has shown of it, and what is open until it has been clean ({@link Recovery}).
 */
public final class StarttlsDetector implements Detector {
    static final String MEMORY_STORE = "starttls-upgrade-store";
    static final String OPEN_STORE = "starttls-open-store";
    private static final Bounds BOUNDS = new Bounds(100_000, Duration.ofDays(30));

    private final Supplier<StarttlsJudge> judge;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<UpgradeMemory>>> memoryStore;
    private final StoreBuilder<KeyValueStore<String, Stamped<OpenCauses>>> openStore;

    public StarttlsDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(StarttlsJudge::new);
        this.metrics = metrics;
        this.memoryStore = stores.keyValue(MEMORY_STORE, UpgradeMemory.class);
        this.openStore = Recovery.store(stores, OPEN_STORE);
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
                .process(new Stateful<>(Judging::new, memoryStore, openStore), Named.as("starttls-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private BoundedStore<UpgradeMemory> memories;
        private Recovery recovery;

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            memories = new BoundedStore<>(MEMORY_STORE, context, BOUNDS, metrics);
            recovery = new Recovery(OPEN_STORE, rules(), context, metrics);
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation observation = record.value();
            StarttlsJudge current = judge.get();
            UpgradeMemory stored = memories.get(record.key());
            UpgradeMemory memory = stored == null ? UpgradeMemory.NONE : stored;
            for (Suspicion suspicion : current.judge(observation, memory)) {
                recovery.found(record.key(), suspicion.finding(), suspicion.scope());
                context().forward(record.withValue(suspicion.finding()));
            }
            recovery.hear(record.key(), observation, current::about)
                    .forEach(closed -> context().forward(record.withValue(closed)));
            if (Upgrades.isTold(observation)) {
                UpgradeMemory next = memory.with(observation);
                if (next != memory) {
                    memories.put(record.key(), next);
                }
            }
        }
    }
}
