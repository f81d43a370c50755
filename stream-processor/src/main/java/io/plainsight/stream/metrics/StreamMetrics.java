package io.plainsight.stream.metrics;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Every metric of the stream processor. One instance per registry, shared by all applications of a process. Thread-safe.
 * Labels are bounded: rules, severities, actions and stores are fixed sets, exceptions those of the policies in force.
 */
public final class StreamMetrics {
    private static final Set<String> KNOWN_ACTIONS = Set.of(
            Actions.HANDSHAKE_COMPLETED,
            Actions.HANDSHAKE_FAILED,
            Actions.PLAINTEXT_OBSERVED,
            Actions.FLOW_UPDATED,
            Actions.FLOW_ENDED,
            Actions.FLOW_LOGGED,
            Actions.FLOW_LOG_GAP,
            Actions.SENSOR_STATUS);

    private final Counter observations;
    private final Counter repeated;
    private final Counter findings;
    private final Counter duplicates;
    private final Counter accepted;
    private final Counter opened;
    private final Counter records;
    private final Counter corrupt;
    private final Counter evictions;
    private final Counter restarts;
    private final Counter handshakeFailures;
    private final Counter late;
    private final Histogram latency;
    private final KafkaStreamsCollector kafkaStreams;
    private final PostureCollector posture;

    public StreamMetrics(CollectorRegistry registry) {
        observations = Counter.build("plainsight_stream_observations_total", "Observations judged, by action.")
                .labelNames("action")
                .register(registry);
        repeated = Counter.build(
                        "plainsight_stream_repeated_observations_total",
                        "Observations that a sensor sent again after a failure, and that were known.")
                .register(registry);
        findings = Counter.build("plainsight_stream_findings_total", "Findings of detectors, before folding.")
                .labelNames("rule", "severity")
                .register(registry);
        duplicates = Counter.build(
                        "plainsight_stream_duplicate_findings_total", "Findings about a connection already counted.")
                .labelNames("rule")
                .register(registry);
        accepted = Counter.build(
                        "plainsight_stream_accepted_findings_total",
                        "Findings that raised no alert because the policy accepts them, by rule and exception.")
                .labelNames("rule", "exception")
                .register(registry);
        opened = Counter.build("plainsight_stream_alerts_total", "Alerts opened.")
                .labelNames("rule", "severity")
                .register(registry);
        records = Counter.build("plainsight_stream_alert_records_total", "Alert records written, updates included.")
                .register(registry);
        corrupt = Counter.build("plainsight_stream_corrupt_records_total", "Records set aside unread, by reason.")
                .labelNames("reason")
                .register(registry);
        evictions = Counter.build("plainsight_stream_state_evictions_total", "State entries dropped.")
                .labelNames("store", "reason")
                .register(registry);
        restarts = Counter.build(
                        "plainsight_stream_thread_replacements_total", "Stream threads replaced after an error.")
                .register(registry);
        handshakeFailures = Counter.build(
                        "plainsight_stream_handshake_failures_total", "Handshakes that failed, by cause and its group.")
                .labelNames("cause", "group")
                .register(registry);
        late = Counter.build(
                        "plainsight_stream_late_observations_total",
                        "Observations too late for the window that they belong to, judged apart from it.")
                .labelNames("store")
                .register(registry);
        latency = Histogram.build(
                        "plainsight_stream_alert_latency_seconds", "From the packet to the opened alert, live only.")
                .buckets(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
                .register(registry);
        kafkaStreams = new KafkaStreamsCollector().register(registry);
        posture = new PostureCollector().register(registry);
        for (CorruptReason reason : CorruptReason.values()) {
            corrupt.labels(reason.label());
        }
    }

    /** Why a record was set aside. */
    public enum CorruptReason {
        /** The bytes are no record of the type. */
        UNREADABLE,
        /** A field without which nothing can be judged is absent. */
        INCOMPLETE,
        /** A processor failed on it: a bug of ours, the stream goes on. */
        PROCESSING,
        /** What came of it is larger than a broker takes. */
        TOO_LARGE;

        /** In lower case, as the metric and the dead letter have it. */
        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public void observed(String action) {
        observations.labels(KNOWN_ACTIONS.contains(action) ? action : "other").inc();
    }

    /** An observation came a second time and was passed over. */
    public void repeated() {
        repeated.inc();
    }

    public void found(String rule, Severity severity) {
        findings.labels(rule, severity.text()).inc();
    }

    public void duplicate(String rule) {
        duplicates.labels(rule).inc();
    }

    /** A finding was held back because the policy accepts it. */
    public void accepted(String rule, String exception) {
        accepted.labels(rule, exception).inc();
    }

    /** How many findings each exception, and in it each rule, had accepted so far; both in alphabetical order. */
    public Map<String, Map<String, Long>> acceptedFindings() {
        Map<String, Map<String, Long>> byException = new TreeMap<>();
        for (Collector.MetricFamilySamples.Sample sample : accepted.collect().get(0).samples) {
            if (sample.name.endsWith("_total")) {
                byException
                        .computeIfAbsent(sample.labelValues.get(1), exception -> new TreeMap<>())
                        .put(sample.labelValues.get(0), (long) sample.value);
            }
        }
        return byException;
    }

    public void opened(String rule, Severity severity) {
        opened.labels(rule, severity.text()).inc();
    }

    public void emitted() {
        records.inc();
    }

    public void corrupt(CorruptReason reason) {
        corrupt.labels(reason.label()).inc();
    }

    /** How many records were set aside for this reason. */
    public long corruptRecords(CorruptReason reason) {
        return (long) corrupt.labels(reason.label()).get();
    }

    public void evicted(String store, String reason, int entries) {
        if (entries > 0) {
            evictions.labels(store, reason).inc(entries);
        }
    }

    /** A label that is to be exported from the start, at zero. */
    public void declareHandshakeFailure(String cause, String group) {
        handshakeFailures.labels(cause, group);
    }

    public void handshakeFailed(String cause, String group) {
        handshakeFailures.labels(cause, group).inc();
    }

    /** An observation came after what it belongs to was over, and is judged apart. */
    public void late(String store) {
        late.labels(store).inc();
    }

    public void threadReplaced() {
        restarts.inc();
    }

    public void latency(long milliseconds) {
        latency.observe(Math.max(0, milliseconds) / 1000.0);
    }

    /** The exporter of Kafka Streams' own figures. */
    public KafkaStreamsCollector kafkaStreams() {
        return kafkaStreams;
    }

    /** The exporter of the posture figures. */
    public PostureCollector posture() {
        return posture;
    }
}
