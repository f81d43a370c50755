package io.plainsight.stream.metrics;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert.Severity;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.util.Set;

/**
 * Every metric of the stream processor. One instance per registry, shared by all applications of a process. Thread-safe.
 * Labels are bounded: rules, severities, actions and stores are fixed sets.
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
    private final Counter opened;
    private final Counter records;
    private final Counter corrupt;
    private final Counter evictions;
    private final Counter restarts;
    private final Histogram latency;
    private final KafkaStreamsCollector kafkaStreams;

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
        latency = Histogram.build(
                        "plainsight_stream_alert_latency_seconds", "From the packet to the opened alert, live only.")
                .buckets(0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300)
                .register(registry);
        kafkaStreams = new KafkaStreamsCollector().register(registry);
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
}
