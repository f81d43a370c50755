package io.plainsight.stream.exception;

import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** The one place where the policy holds findings back or makes them more or less urgent: behind all detectors, before the episodes. */
public final class PolicyStage {
    private final Supplier<PolicyJudge> judge;
    private final StreamMetrics metrics;

    public PolicyStage(PolicyInForce policy, StreamMetrics metrics) {
        this.judge = policy.derive(PolicyJudge::new);
        this.metrics = metrics;
    }

    /** The rules whose findings it adds. */
    public List<RuleText> rules() {
        return List.of(PolicyExceptionExpiredRule.TEXT);
    }

    public KStream<String, Finding> addTo(KStream<String, Finding> findings) {
        return findings.flatMapValues(this::apply, Named.as("policy-judge"));
    }

    private List<Finding> apply(Finding finding) {
        PolicyJudge.Outcome outcome = judge.get().judge(finding);
        if (outcome.acceptedBy() != null) {
            metrics.accepted(finding.rule(), outcome.acceptedBy());
        }
        return outcome.findings();
    }
}
