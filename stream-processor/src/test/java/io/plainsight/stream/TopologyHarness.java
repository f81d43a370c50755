package io.plainsight.stream;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.events.SequenceHeader;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.stream.error.ErrorHandling;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.prometheus.client.CollectorRegistry;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The production topology, with RocksDB and JSON on every hop, under a clock that the test drives. */
public final class TopologyHarness implements AutoCloseable {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final StreamMetrics metrics = new StreamMetrics(registry);
    private final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> input;
    private final TestOutputTopic<String, Alert> alerts;
    private final TestOutputTopic<String, Posture> posture;

    public TopologyHarness(Policy policy, Path stateDirectory) {
        this(policy, stateDirectory, Topics.OBSERVATIONS);
    }

    /** @param from {@link Topics#OBSERVATIONS} or {@link Topics#REPLAY} */
    public TopologyHarness(Policy policy, Path stateDirectory, Topic<String, Observation> from) {
        this(new PolicyInForce(policy), stateDirectory, from);
    }

    /** @param policy which the test may replace */
    public TopologyHarness(PolicyInForce policy, Path stateDirectory, Topic<String, Observation> from) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:0");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        ErrorHandling.addTo(properties, metrics);
        driver = new TopologyTestDriver(
                DetectionTopology.build(policy, StateStores.persistent(), from, metrics),
                properties,
                Instant.parse("2026-11-20T12:00:00Z"));
        input = driver.createInputTopic(from.name(), new StringSerializer(), new ByteArraySerializer());
        alerts = driver.createOutputTopic(
                Topics.ALERTS.name(),
                Topics.ALERTS.key().deserializer(),
                Topics.ALERTS.value().deserializer());
        posture = driver.createOutputTopic(
                Topics.POSTURE.name(),
                Topics.POSTURE.key().deserializer(),
                Topics.POSTURE.value().deserializer());
    }

    public TopologyHarness pipe(Observations observation) {
        return pipe(observation.build());
    }

    public TopologyHarness pipe(Observation observation) {
        input.pipeInput(
                observation.key(), Topics.OBSERVATIONS.value().serializer().serialize("", observation));
        return this;
    }

    /** As a sensor's run numbers it. */
    public TopologyHarness pipe(Observations observations, long run, long sequence) {
        Observation observation = observations.build();
        input.pipeInput(new TestRecord<>(
                observation.key(),
                Topics.OBSERVATIONS.value().serializer().serialize("", observation),
                new RecordHeaders().add(new SequenceHeader(run, sequence).header())));
        return this;
    }

    public void pipeRaw(String text) {
        input.pipeInput("10.0.1.9:443", text.getBytes(StandardCharsets.UTF_8));
    }

    public TopologyHarness wait(Duration wallClock) {
        driver.advanceWallClockTime(wallClock);
        return this;
    }

    /** Every record since the last call. */
    public List<Alert> records() {
        return alerts.readValuesToList();
    }

    /** The last state of every alert since the last call, once pending changes are written. */
    public List<Alert> alerts() {
        wait(Duration.ofSeconds(2));
        Map<String, Alert> latest = new LinkedHashMap<>();
        alerts.readKeyValuesToList().forEach(alert -> latest.put(alert.key, alert.value));
        return List.copyOf(latest.values());
    }

    public Map<String, Posture> posture() {
        wait(Duration.ofSeconds(2));
        return posture.readKeyValuesToMap();
    }

    /** Headers of every alert record since the last call. */
    public List<Headers> alertHeaders() {
        wait(Duration.ofSeconds(2));
        return alerts.readRecordsToList().stream().map(TestRecord::headers).toList();
    }

    public long corrupt(CorruptReason reason) {
        return metrics.corruptRecords(reason);
    }

    public double metric(String name, String label, String value) {
        Double sample = registry.getSampleValue(name, new String[] {label}, new String[] {value});
        return sample == null ? 0 : sample;
    }

    public double metric(String name, String[] labels, String[] values) {
        Double sample = registry.getSampleValue(name, labels, values);
        return sample == null ? 0 : sample;
    }

    public TopologyTestDriver driver() {
        return driver;
    }

    /** Fails the test when a processor failed on a record. */
    @Override
    public void close() {
        driver.close();
        if (metrics.corruptRecords(CorruptReason.PROCESSING) > 0) {
            throw new AssertionError("a processor failed on a record, see the log");
        }
    }
}
