package io.plainsight.stream.detection.weak;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.PolicyInForce;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Services that negotiate an old version, a weak suite or, outside TLS, a weak algorithm. Keyed by service; no state. */
public final class WeakDetector implements Detector {
    private final Supplier<WeakJudge> tls;
    private final Supplier<AlgorithmJudge> others;

    public WeakDetector(PolicyInForce policy) {
        tls = policy.derive(WeakJudge::new);
        others = policy.derive(AlgorithmJudge::new);
    }

    @Override
    public String name() {
        return "weak";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(TlsBelowMinimumRule.TEXT, WeakCipherSuiteRule.TEXT, WeakAlgorithmRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.flatMapValues(this::judge, Named.as("weak-judge"));
    }

    private List<Finding> judge(Observation observation) {
        List<Finding> found = tls.get().judge(observation);
        return found.isEmpty() ? others.get().judge(observation).stream().toList() : found;
    }
}
