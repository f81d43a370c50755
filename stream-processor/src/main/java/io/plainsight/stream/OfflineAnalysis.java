package io.plainsight.stream;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.stream.error.ErrorHandling;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.AcceptedException;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.posture.PostureSum;
import io.plainsight.stream.state.StateStores;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;

/**
 * Runs the topology without a broker, in memory: the same judgements as live, for {@code analyze}. Kafka's own
 * {@link TopologyTestDriver} is the engine.
 *
 * <p><i>Threading:</i> one thread. <i>Lifetime:</i> one analysis, ended by {@link #finish} or {@link #close}.
 */
public final class OfflineAnalysis implements AutoCloseable {
    /** Longer than every flush interval of the topology. */
    private static final Duration LAST_FLUSH = Duration.ofSeconds(10);

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, Observation> observations;
    private final TestOutputTopic<String, Alert> alerts;
    private final TestOutputTopic<String, Posture> posture;
    private final Policy policy;
    private final StreamMetrics metrics = new StreamMetrics(new CollectorRegistry());
    private final Map<String, Alert> latest = new HashMap<>();
    private final Consumer<Alert> listener;
    private boolean closed;
    private final Map<String, Posture> figures = new TreeMap<>();

    /**
     * What was found.
     *
     * @param alerts the last state of each, ordered by {@code event.start}
     * @param posture the figures over everything
     * @param figures all figures by their key, see {@link PostureKeys}
     * @param accepted what raised no alert because the policy accepts it
     */
    public record Result(List<Alert> alerts, Posture posture, Map<String, Posture> figures, List<Accepted> accepted) {}

    /**
     * Findings of a rule that the policy accepts.
     *
     * @param exception name of the exception, or the service or zone that tolerates plaintext
     * @param findings how many; one connection may make several
     * @param owner null, and so are date and reason, where it is no exception
     * @param expires last day on which it holds, {@code YYYY-MM-DD}
     */
    public record Accepted(String exception, String rule, long findings, String owner, String expires, String reason) {}

    public OfflineAnalysis(Policy policy) {
        this(policy, Inventory.NONE, null);
    }

    /** @param inventory certificates that services are said to have */
    public OfflineAnalysis(Policy policy, Inventory inventory) {
        this(policy, inventory, null);
    }

    /**
     * @param listener takes every record of an alert, so that none is kept here and {@link Result#alerts} stays empty; null to
     *     keep the last of each
     */
    public OfflineAnalysis(Policy policy, Inventory inventory, Consumer<Alert> listener) {
        this.policy = policy;
        this.listener = listener == null ? alert -> latest.put(alert.detail().id(), alert) : listener;
        StateStores stores = StateStores.heap();
        Topic<String, Observation> input = new Topic<>(
                Topics.REPLAY.name(), Topics.REPLAY.key(), stores.transfer(Observation.class), 1, Duration.ZERO, false);
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "plainsight-offline");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.METRIC_REPORTER_CLASSES_CONFIG, List.of());
        ErrorHandling.addTo(properties, metrics);
        driver = new TopologyTestDriver(
                DetectionTopology.build(new PolicyInForce(policy), () -> inventory, stores, input, metrics),
                properties,
                Instant.now());
        observations = driver.createInputTopic(
                input.name(), input.key().serializer(), input.value().serializer());
        alerts = driver.createOutputTopic(
                Topics.ALERTS.name(),
                Topics.ALERTS.key().deserializer(),
                stores.transfer(Alert.class).deserializer());
        posture = driver.createOutputTopic(
                Topics.POSTURE.name(),
                Topics.POSTURE.key().deserializer(),
                stores.transfer(Posture.class).deserializer());
    }

    /** Judges one observation. */
    public void accept(Observation observation) {
        observations.pipeInput(observation.key(), observation);
        drain();
    }

    /** Ends the analysis. */
    public Result finish() {
        driver.advanceWallClockTime(LAST_FLUSH);
        drain();
        close();
        List<Alert> ordered = latest.values().stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.event().start())
                        .thenComparing(alert -> alert.detail().severity())
                        .thenComparing(alert -> alert.rule().id())
                        .thenComparing(alert -> alert.detail().id()))
                .toList();
        Posture total = figures.get(PostureKeys.total(false));
        return new Result(ordered, total == null ? PostureSum.empty() : total, figures, accepted());
    }

    private List<Accepted> accepted() {
        List<Accepted> accepted = new ArrayList<>();
        metrics.acceptedFindings().forEach((name, rules) -> {
            Optional<AcceptedException> exception = policy.exceptions().stream()
                    .filter(known -> known.name().equals(name))
                    .findFirst();
            rules.forEach((rule, findings) -> accepted.add(new Accepted(
                    name,
                    rule,
                    findings,
                    exception.map(AcceptedException::owner).orElse(null),
                    exception.map(known -> known.expires().toString()).orElse(null),
                    exception.map(AcceptedException::reason).orElse(null))));
        });
        return List.copyOf(accepted);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }

    private void drain() {
        alerts.readValuesToList().forEach(listener);
        posture.readKeyValuesToList().forEach(record -> figures.put(record.key, record.value));
    }
}
