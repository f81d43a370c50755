package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.List;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Connections that the network refuses (ATT&amp;CK T1046): first by service ({@link ServiceStage}), then what concerns hosts by host
 * ({@link SourceStage}).
 */
public final class RejectedDetector implements Detector {
    private final PolicyInForce policy;
    private final StateStores stores;
    private final StreamMetrics metrics;
    private final boolean live;

    /** @param live whether records come as time passes, not out of files */
    public RejectedDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics, boolean live) {
        this.policy = policy;
        this.stores = stores;
        this.metrics = metrics;
        this.live = live;
    }

    /** The words of its rules. */
    public static final List<RuleText> RULES = List.of(RejectedSpikeRule.TEXT);

    @Override
    public String name() {
        return "rejected";
    }

    @Override
    public List<RuleText> rules() {
        return RULES;
    }

    /** @param records of flow logs, seen from their clients, by service */
    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> records) {
        KStream<String, Outcome> byService = records.process(
                new Stateful<>(
                        () -> new ServiceStage(policy, metrics),
                        stores.keyValue(ServiceStage.PAIR_STORE, PairMemory.class)
                                .withCachingEnabled(),
                        stores.keyValue(ServiceStage.SERVICE_STORE, ServiceMemory.class)
                                .withCachingEnabled()),
                Named.as("rejected-by-service"));
        KStream<String, Finding> ofHosts = byService
                .filter((key, outcome) -> outcome.refusal() != null, Named.as("rejected-refusals"))
                .mapValues(Outcome::refusal, Named.as("rejected-refusal"))
                .repartition(StateStores.passage("rejected-refusals", stores.transfer(Refusal.class)))
                .process(
                        new Stateful<>(
                                () -> new SourceStage(policy, metrics, live),
                                stores.keyValue(SourceStage.INTERNAL_STORE, SourceMemory.class)
                                        .withCachingEnabled(),
                                stores.keyValue(SourceStage.EXTERNAL_STORE, SourceMemory.class)
                                        .withCachingEnabled()),
                        Named.as("rejected-by-source"));
        return byService
                .filter((key, outcome) -> outcome.finding() != null, Named.as("rejected-found"))
                .mapValues(Outcome::finding, Named.as("rejected-finding"))
                .merge(ofHosts, Named.as("rejected-findings"));
    }
}
