package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.recovery.OpenCauses;
import io.plainsight.stream.recovery.Recovering;
import io.plainsight.stream.recovery.Recovery;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Services that speak in clear, and secrets sent to them (ATT&amp;CK T1040). Keyed by service; no threshold: one connection
 * is enough, and the episode folds the rest. What is open is remembered until the service has been clean ({@link Recovery}).
 */
public final class PlaintextDetector implements Detector {
    static final String OPEN_STORE = "plaintext-open-store";

    private final Supplier<PlaintextJudge> judge;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<OpenCauses>>> store;

    public PlaintextDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(PlaintextJudge::new);
        this.metrics = metrics;
        this.store = Recovery.store(stores, OPEN_STORE);
    }

    @Override
    public String name() {
        return "plaintext";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(PlaintextRule.TEXT, PlaintextCredentialsRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.process(new Stateful<>(this::judging, store), Named.as("plaintext-judge"));
    }

    private Processor<String, Observation, String, Finding> judging() {
        return new Recovering(
                OPEN_STORE,
                rules(),
                observation -> judge.get().judge(observation),
                (observation, cause) -> judge.get().about(observation, cause),
                metrics);
    }
}
