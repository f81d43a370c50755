package io.plainsight.stream.detection.weak;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.recovery.OpenCause;
import io.plainsight.stream.recovery.OpenCauses;
import io.plainsight.stream.recovery.Recovering;
import io.plainsight.stream.recovery.Recovery;
import io.plainsight.stream.recovery.Witness;
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
 * Services that negotiate an old version, a weak suite or option or, outside TLS, a weak algorithm. Keyed by service; one
 * handshake is enough. What is open is remembered until the service has been clean ({@link Recovery}).
 */
public final class WeakDetector implements Detector {
    static final String OPEN_STORE = "weak-open-store";

    private final Supplier<WeakJudge> tls;
    private final Supplier<AlgorithmJudge> others;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<OpenCauses>>> store;

    public WeakDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        tls = policy.derive(WeakJudge::new);
        others = policy.derive(AlgorithmJudge::new);
        this.metrics = metrics;
        this.store = Recovery.store(stores, OPEN_STORE);
    }

    @Override
    public String name() {
        return "weak";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(
                TlsBelowMinimumRule.TEXT, WeakCipherSuiteRule.TEXT, WeakTlsOptionRule.TEXT, WeakAlgorithmRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.process(new Stateful<>(this::judging, store), Named.as("weak-judge"));
    }

    private Processor<String, Observation, String, Finding> judging() {
        return new Recovering(OPEN_STORE, rules(), this::judge, this::about, metrics);
    }

    private List<Finding> judge(Observation observation) {
        List<Finding> found = tls.get().judge(observation);
        return found.isEmpty() ? outsideTls(observation) : found;
    }

    private List<Finding> outsideTls(Observation observation) {
        return others.get().judge(observation).map(List::of).orElse(List.of());
    }

    /** The same judgement on every observation of a service with something open: a long connection goes on being weak. */
    private Witness.Word about(Observation observation, OpenCause cause) {
        boolean outsideTls = cause.rule().equals(WeakAlgorithmRule.TEXT.id());
        List<Finding> found = outsideTls ? outsideTls(observation) : tls.get().weaknessesOf(observation);
        boolean shown = found.stream()
                .anyMatch(finding ->
                        finding.rule().equals(cause.rule()) && finding.cause().equals(cause.cause()));
        if (shown) {
            return Witness.Word.SHOWN;
        }
        boolean seen = outsideTls
                ? AlgorithmJudge.isSeen(observation)
                        && cause.cause().equals(observation.network().protocol())
                : WeakJudge.isSeen(observation);
        return seen ? Witness.Word.CLEAN : Witness.Word.NOTHING;
    }
}
