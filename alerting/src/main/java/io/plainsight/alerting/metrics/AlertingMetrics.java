package io.plainsight.alerting.metrics;

import io.plainsight.events.Alert;
import io.prometheus.client.Collector;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * All Prometheus figures of alerting. Labels are bounded: severities, statuses, channels and results are enumerations,
 * and rule ids, which arrive from outside, are taken up to {@link #MAX_RULES} distinct ones, the rest as {@code other}.
 */
public final class AlertingMetrics implements AutoCloseable {
    /** Distinct rule ids that get a label of their own. */
    public static final int MAX_RULES = 64;

    /**
     * Packet times further back than this belong to captures that are played in with their own time; they say nothing
     * about latency and are left out.
     */
    static final Duration MAX_LATENCY = Duration.ofHours(1);

    private static final Pattern RULE_ID = Pattern.compile("[a-z0-9][a-z0-9-]{0,63}");

    private final CollectorRegistry registry;
    private final List<Collector> collectors = new ArrayList<>();
    private final Set<String> rules = ConcurrentHashMap.newKeySet();

    private final Counter changes;
    private final Gauge alerts;
    private final Counter evicted;
    private final Counter unreadable;
    private final Counter decisions;
    private final Counter deliveries;
    private final Histogram webhookSeconds;
    private final Gauge webhookQueue;
    private final Gauge streamClients;
    private final Counter streamRefused;
    private final Histogram packetToAlert;
    private final Gauge lag;
    private final Counter requests;

    /** Registers every figure with {@code registry}; {@link #close()} takes them out again. */
    public AlertingMetrics(CollectorRegistry registry) {
        this.registry = registry;
        changes = counter("alert_changes_total", "New alert records consumed.", "rule", "severity", "status");
        alerts = gauge("alerts", "Alerts held in memory.", "severity", "status");
        evicted = counter("evicted_total", "Alerts dropped from memory because the store was full.", "status");
        unreadable = counter("unreadable_total", "Kafka records that could not be read and were skipped.", "topic");
        decisions = counter("decisions_total", "Why an alert change was sent or not.", "channel", "reason");
        deliveries = counter("deliveries_total", "Outcomes of deliveries.", "channel", "result");
        webhookSeconds = register(Histogram.build(name("webhook_seconds"), "Duration of webhook requests.")
                .buckets(0.01, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10));
        webhookQueue = gauge("webhook_queue", "Deliveries that wait for the webhook.");
        streamClients = gauge("stream_clients", "Browsers that follow the live list.");
        streamRefused = counter("stream_refused_total", "Live list requests refused because too many were open.");
        packetToAlert = register(Histogram.build(
                        name("packet_to_alert_seconds"), "From the packet (event.end) to the alert being shown.")
                .buckets(0.1, 0.25, 0.5, 1, 2, 3, 5, 10, 30, 60, 300, 1800, 3600));
        lag = gauge("consumer_lag", "Records on the alerts topic that are not yet consumed.");
        requests = counter("console_requests_total", "Requests answered by the console.", "status");
    }

    /** A new record of an alert was consumed. */
    public void changed(Alert alert) {
        changes.labels(
                        ruleLabel(alert.rule().id()),
                        alert.detail().severity().text(),
                        alert.detail().status().text())
                .inc();
    }

    /** The number of alerts held, by severity and status. */
    public void held(Alert.Severity severity, Alert.Status status, int count) {
        alerts.labels(severity.text(), status.text()).set(count);
    }

    public void evicted(Alert.Status status) {
        evicted.labels(status.text()).inc();
    }

    public void unreadable(String topic) {
        unreadable.labels(topic).inc();
    }

    public void decided(String channel, String reason) {
        decisions.labels(channel, reason).inc();
    }

    public void delivered(String channel, String result) {
        deliveries.labels(channel, result).inc();
    }

    public void webhookTook(Duration duration) {
        webhookSeconds.observe(seconds(duration));
    }

    public void webhookQueue(int waiting) {
        webhookQueue.set(waiting);
    }

    public void streamClients(int clients) {
        streamClients.set(clients);
    }

    public void streamRefused() {
        streamRefused.inc();
    }

    /** An alert was shown {@code now}; counts the time since its latest packet. */
    public void shown(Alert alert, Instant now) {
        Duration latency = Duration.between(alert.event().end(), now);
        if (!latency.isNegative() && latency.compareTo(MAX_LATENCY) <= 0) {
            packetToAlert.observe(seconds(latency));
        }
    }

    public void lag(long records) {
        lag.set(records);
    }

    public void answered(int status) {
        requests.labels(Integer.toString(status)).inc();
    }

    private String ruleLabel(String rule) {
        if (rules.contains(rule)) {
            return rule;
        }
        if (rules.size() < MAX_RULES && RULE_ID.matcher(rule).matches()) {
            rules.add(rule);
            return rule;
        }
        return "other";
    }

    private Counter counter(String suffix, String help, String... labels) {
        return register(Counter.build(name(suffix), help).labelNames(labels));
    }

    private Gauge gauge(String suffix, String help, String... labels) {
        return register(Gauge.build(name(suffix), help).labelNames(labels));
    }

    private <C extends io.prometheus.client.SimpleCollector<?>> C register(
            io.prometheus.client.SimpleCollector.Builder<?, C> builder) {
        C collector = builder.register(registry);
        collectors.add(collector);
        return collector;
    }

    private static String name(String suffix) {
        return "plainsight_alerting_" + suffix;
    }

    private static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    @Override
    public void close() {
        collectors.forEach(registry::unregister);
    }
}
