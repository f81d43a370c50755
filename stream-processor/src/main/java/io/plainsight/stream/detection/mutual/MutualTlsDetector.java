package io.plainsight.stream.detection.mutual;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Mutual TLS that is expected, by the policy or by what a service showed before, and is absent or refused. Keyed by service.
 *
 * <p>A service is remembered once a client showed a certificate there or was refused over it, or where the policy requires
 * one; for all others nothing is stored, and a look into a map says so.
 */
public final class MutualTlsDetector implements Detector {
    static final String STORE = "mutual-tls-store";
    private static final Bounds BOUNDS = new Bounds(100_000, Duration.ofDays(30));
    private static final int RECENT = 20_000;

    private final Supplier<MutualTlsJudge> judge;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<MutualTlsMemory>>> store;

    public MutualTlsDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(MutualTlsJudge::new);
        this.metrics = metrics;
        this.store = stores.keyValue(STORE, MutualTlsMemory.class);
    }

    @Override
    public String name() {
        return "mutual-tls";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(MutualTlsRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.process(new Stateful<>(Judging::new, store), Named.as("mutual-tls-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private BoundedStore<MutualTlsMemory> memories;

        /** What the store holds, as objects; {@link MutualTlsMemory#NONE} for nothing. Every change goes to both. */
        private final Map<String, MutualTlsMemory> recent = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, MutualTlsMemory> eldest) {
                return size() > RECENT;
            }
        };

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            memories = new BoundedStore<>(STORE, context, BOUNDS, metrics);
            recent.clear();
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation observation = record.value();
            ClientCertificate shown = ClientCertificate.of(observation);
            if (shown == ClientCertificate.UNKNOWN) {
                return;
            }
            String key = record.key() + '|' + Services.requestedName(observation);
            MutualTlsMemory known = known(key);
            boolean remembered = known != MutualTlsMemory.NONE;
            if (!judge.get().matters(observation, shown, remembered ? known : null)) {
                return;
            }
            MutualTlsJudge.Outcome outcome = judge.get().judge(observation, shown, known);
            outcome.findings().forEach(finding -> context().forward(record.withValue(finding)));
            if (!outcome.next().equals(known)) {
                memories.put(key, outcome.next());
                recent.put(key, outcome.next());
            }
        }

        private MutualTlsMemory known(String key) {
            MutualTlsMemory cached = recent.get(key);
            if (cached != null) {
                return cached;
            }
            MutualTlsMemory stored = memories.get(key);
            MutualTlsMemory known = stored == null ? MutualTlsMemory.NONE : stored;
            recent.put(key, known);
            return known;
        }
    }
}
