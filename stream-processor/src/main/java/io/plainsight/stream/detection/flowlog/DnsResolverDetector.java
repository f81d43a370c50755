package io.plainsight.stream.detection.flowlog;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.witness.FlowRecords;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** Hosts that ask DNS resolvers outside the policy (ATT&amp;CK T1071.004), by packets and by flow logs. Keeps nothing. */
public final class DnsResolverDetector implements Detector {
    private final Supplier<DnsResolverJudge> judge;

    public DnsResolverDetector(PolicyInForce policy) {
        this.judge = policy.derive(DnsResolverJudge::new);
    }

    @Override
    public String name() {
        return "dns-resolver";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(DnsResolverRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.flatMapValues(
                observation ->
                        judge.get().judge(FlowRecords.oriented(observation).orElse(observation)),
                Named.as("dns-resolver-judge"));
    }
}
