package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.PolicyInForce;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Services that speak in clear, and secrets sent to them (ATT&amp;CK T1040). Keyed by service; no state, no threshold: one
 * connection is enough, and the episode folds the rest.
 */
public final class PlaintextDetector implements Detector {
    private final Supplier<PlaintextJudge> judge;

    public PlaintextDetector(PolicyInForce policy) {
        this.judge = policy.derive(PlaintextJudge::new);
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
        return observations.flatMapValues(observation -> judge.get().judge(observation), Named.as("plaintext-judge"));
    }
}
