package io.plainsight.stream.episode;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/** The last stage of every detector: findings are brought together by {@code rule|entity|cause} and folded into alerts. */
public final class EpisodeStage {
    /** How long the changed count of an alert may wait before it is sent. */
    public static final Duration FLUSH_INTERVAL = EpisodeProcessor.FLUSH_INTERVAL;

    static final String EPISODE_STORE = "episode-store";
    static final String FINDINGS = "findings";

    private final Map<String, RuleText> rules = new HashMap<>();
    private final PolicyInForce policy;
    private final StreamMetrics metrics;
    private final StateStores stores;
    private final boolean live;

    /** @param live whether packets are current, so that the time from packet to alert means something */
    public EpisodeStage(
            List<RuleText> rules, PolicyInForce policy, StateStores stores, StreamMetrics metrics, boolean live) {
        rules.forEach(rule -> this.rules.put(rule.id(), rule));
        this.policy = policy;
        this.stores = stores;
        this.metrics = metrics;
        this.live = live;
    }

    /** Alerts by alert id. */
    public KStream<String, Alert> addTo(KStream<String, Finding> findings) {
        return findings.selectKey((service, finding) -> finding.key(), Named.as("findings-by-entity"))
                .repartition(StateStores.passage(FINDINGS, stores.transfer(Finding.class)))
                .process(
                        new Stateful<>(
                                () -> new EpisodeProcessor(this::open, policy, metrics, live),
                                stores.keyValue(EPISODE_STORE, Episodes.class)),
                        Named.as("episode"));
    }

    private Episode open(Finding finding) {
        RuleText rule = rules.get(finding.rule());
        if (rule == null) {
            throw new IllegalStateException("finding of a rule that no detector declares: rule=" + finding.rule());
        }
        Policy current = policy.get();
        return Episode.open(
                finding,
                rule.rule(),
                new Alert.Threat(rule.technique()),
                rule.remediation(),
                new Alert.Policy(current.name(), current.edition()));
    }
}
