package io.plainsight.stream.detection.destination;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.PolicyInForce;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Hosts that talk to what the policy does not expect of them (ATT&amp;CK T1041). The alert is the host's, one per destination. */
public final class DestinationDetector implements Detector {
    private final Supplier<DestinationJudge> judge;

    public DestinationDetector(PolicyInForce policy) {
        this.judge = policy.derive(DestinationJudge::new);
    }

    @Override
    public String name() {
        return "destination";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(UnexpectedDestinationRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.flatMapValues(observation -> judge.get().judge(observation), Named.as("destination-judge"));
    }
}
