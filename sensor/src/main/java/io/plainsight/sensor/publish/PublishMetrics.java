package io.plainsight.sensor.publish;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.spool.LossReason;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Histogram;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Prometheus metrics of publishing. Labels are bounded: the protection has four values, actions outside the known
 * list and protocols beyond the first {@value #MAX_PROTOCOLS} become {@value #OTHER}.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class PublishMetrics implements DeliveryListener {
    static final String OTHER = "other";
    /** No protocol was recognised. */
    static final String UNKNOWN = "unknown";

    private static final Set<String> ACTIONS = Set.of(
            Actions.HANDSHAKE_COMPLETED,
            Actions.HANDSHAKE_FAILED,
            Actions.PLAINTEXT_OBSERVED,
            Actions.FLOW_UPDATED,
            Actions.FLOW_ENDED,
            Actions.FLOW_LOGGED,
            Actions.FLOW_LOG_GAP);

    /** Twice the signatures that there are; names come from them, but a label must not depend on that. */
    static final int MAX_PROTOCOLS = 200;

    private final Set<String> protocols = ConcurrentHashMap.newKeySet();
    private final Counter observations;
    private final Counter delivered;
    private final Counter lost;
    private final Counter sentAgain;
    private final Counter diskFailures;
    private final Histogram latency;
    private final Clock clock;
    private final CollectorRegistry registry;

    public PublishMetrics(CollectorRegistry registry) {
        this(registry, Clock.systemUTC());
    }

    PublishMetrics(CollectorRegistry registry, Clock clock) {
        this.clock = clock;
        this.registry = registry;
        observations = Counter.build("plainsight_sensor_observations_total", "Observations made.")
                .labelNames("protection", "protocol", "action")
                .register(registry);
        delivered = Counter.build("plainsight_sensor_published_total", "Observations that Kafka acknowledged.")
                .register(registry);
        lost = Counter.build(
                        "plainsight_sensor_publish_lost_total",
                        "Observations that never reach Kafka, by reason; damage counts at least one each.")
                .labelNames("reason")
                .register(registry);
        sentAgain = Counter.build(
                        "plainsight_sensor_publish_resent_total",
                        "Observations sent anew after a failure, of which Kafka may have had some.")
                .register(registry);
        diskFailures = Counter.build(
                        "plainsight_sensor_spool_disk_failures_total", "Writes and reads of the spool that failed.")
                .register(registry);
        for (LossReason reason : LossReason.values()) {
            lost.labels(reason.label());
        }
        latency = Histogram.build(
                        "plainsight_sensor_publish_latency_seconds",
                        "From the packet's time to Kafka's acknowledgement; meaningful for live capture only.")
                .buckets(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)
                .register(registry);
        for (Protection protection : Protection.values()) {
            observations.labels(protection.text(), UNKNOWN, Actions.FLOW_ENDED);
        }
    }

    /** What a sensor tells of itself is about no connection, and not counted. */
    void onObservation(Observation observation) {
        String action = observation.event() == null ? null : observation.event().action();
        if (Actions.SENSOR_STATUS.equals(action)) {
            return;
        }
        String protection = UNKNOWN;
        if (observation.plainsight() != null && observation.plainsight().protection() != null) {
            protection = observation.plainsight().protection().text();
        }
        String protocol =
                observation.network() == null ? null : observation.network().protocol();
        observations
                .labels(
                        protection,
                        protocol == null ? UNKNOWN : bounded(protocol),
                        action != null && ACTIONS.contains(action) ? action : OTHER)
                .inc();
    }

    private String bounded(String protocol) {
        if (protocols.contains(protocol)) {
            return protocol;
        }
        return protocols.size() < MAX_PROTOCOLS && protocols.add(protocol) ? protocol : OTHER;
    }

    @Override
    public void onDelivered(Instant packetTime) {
        delivered.inc();
        if (packetTime != null) {
            Duration elapsed = Duration.between(packetTime, clock.instant());
            latency.observe(Math.max(0, elapsed.toNanos() / 1e9));
        }
    }

    @Override
    public void onLost(LossReason reason, long count) {
        lost.labels(reason.label()).inc((double) count);
    }

    @Override
    public void onSentAgain(long count) {
        sentAgain.inc((double) count);
    }

    @Override
    public void onDiskFailure() {
        diskFailures.inc();
    }

    /** Exports what {@code status} tells, at each scrape. At most one publisher per registry. */
    public void watch(Supplier<PublishStatus> status) {
        registry.register(new PublishCollector(status));
    }
}
