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
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.posture.PostureAccumulator;
import io.plainsight.stream.state.StateStores;
import io.prometheus.client.CollectorRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
    private final Map<String, Alert> latest = new HashMap<>();
    private boolean closed;
    private Posture total = new PostureAccumulator().posture();

    /** What was found. {@code alerts} hold the last state of each, ordered by {@code event.start}. */
    public record Result(List<Alert> alerts, Posture posture) {}

    public OfflineAnalysis(Policy policy) {
        this(policy, Inventory.NONE);
    }

    /** @param inventory certificates that services are said to have */
    public OfflineAnalysis(Policy policy, Inventory inventory) {
        StateStores stores = StateStores.heap();
        StreamMetrics metrics = new StreamMetrics(new CollectorRegistry());
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
        return new Result(ordered, total);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            driver.close();
        }
    }

    private void drain() {
        alerts.readKeyValuesToList().forEach(alert -> latest.put(alert.key, alert.value));
        posture.readKeyValuesToList().forEach(figures -> {
            if (PostureKeys.isTotal(figures.key)) {
                total = figures.value;
            }
        });
    }
}
