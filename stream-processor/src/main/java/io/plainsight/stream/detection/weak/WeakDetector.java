package io.plainsight.stream.detection.weak;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.Policy;
import java.util.List;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Services that complete handshakes with an old version or a weak suite. Keyed by service; no state. */
public final class WeakDetector implements Detector {
    private final WeakJudge judge;

    public WeakDetector(Policy policy) {
        this.judge = new WeakJudge(policy);
    }

    @Override
    public String name() {
        return "weak";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(TlsBelowMinimumRule.TEXT, WeakCipherSuiteRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.flatMapValues(judge::judge, Named.as("weak-judge"));
    }
}
