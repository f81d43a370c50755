package io.plainsight.stream.metrics;

import io.plainsight.events.Posture;
import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.Map.Entry;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Exports the posture figures over all times by zone: numerators and denominators apart, so that whoever reads them adds up
 * zones and instances, and takes windows by {@code increase}, before dividing. Each zone is exported by the instance that adds
 * it up. Labels are bounded by the policy's zones; services are on the topic and in {@code plainsight report}. Thread-safe.
 */
public final class PostureCollector extends Collector {
    private static final List<String> SHARE_LABELS = List.of("traffic", "zone", "kpi");
    private static final List<String> STATE_LABELS = List.of("traffic", "zone", "state");

    private final Map<Source, Posture> zones = new ConcurrentHashMap<>();
    private final Map<Source, Posture> others = new ConcurrentHashMap<>();

    private record Source(boolean live, String zone) {
        List<String> labels() {
            return List.of(live ? "live" : "replay", zone);
        }

        List<String> labels(String last) {
            return List.of(live ? "live" : "replay", zone, last);
        }
    }

    /** The figures of a zone over all times. */
    public void put(boolean live, String zone, Posture figures) {
        zones.put(new Source(live, zone), figures);
    }

    /** The figures of those services of a zone that have none of their own. */
    public void putOther(boolean live, String zone, Posture figures) {
        others.put(new Source(live, zone), figures);
    }

    /** The zone is exported elsewhere from now on. */
    public void remove(boolean live, String zone) {
        zones.remove(new Source(live, zone));
        others.remove(new Source(live, zone));
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily numerator = family("numerator", "What has the quality", SHARE_LABELS);
        GaugeMetricFamily denominator = family("denominator", "What was judged", SHARE_LABELS);
        GaugeMetricFamily unknown = family("unknown", "What was seen and could not be judged", SHARE_LABELS);
        GaugeMetricFamily lost = family("lost", "What was probably lost unseen", SHARE_LABELS);
        GaugeMetricFamily quantum = family("post_quantum", "Key exchanges by who was able", STATE_LABELS);
        GaugeMetricFamily failures = family("handshake_failures", "Failed handshakes by group", STATE_LABELS);
        GaugeMetricFamily samples = family("measure_count", "Samples of a measure", SHARE_LABELS);
        GaugeMetricFamily sum = family("measure_sum", "Sum of the samples, unit in the name", SHARE_LABELS);
        GaugeMetricFamily median = family("measure_median", "Upper bound of the median", SHARE_LABELS);
        GaugeMetricFamily least = family("measure_min", "Smallest sample", SHARE_LABELS);
        GaugeMetricFamily logged = family("logged_connections", "Connections in flow logs", List.of("traffic", "zone"));
        GaugeMetricFamily seen =
                family("seen_connections", "Connections in flow logs that a sensor saw", List.of("traffic", "zone"));
        GaugeMetricFamily loggedBytes = family("logged_bytes", "Bytes in flow logs", List.of("traffic", "zone"));
        GaugeMetricFamily seenBytes =
                family("seen_bytes", "Bytes in flow logs of connections that a sensor saw", List.of("traffic", "zone"));
        GaugeMetricFamily expected = family(
                "expected_connections",
                "Connections that a sensor saw where flow logs are delivered",
                List.of("traffic", "zone"));
        GaugeMetricFamily unlogged =
                family("unlogged_connections", "Those of them that are in no flow log", List.of("traffic", "zone"));
        GaugeMetricFamily stated =
                family("stated_connections", "Connections by what the provider states", STATE_LABELS);
        for (Entry<Source, Posture> zone : zones.entrySet()) {
            Source source = zone.getKey();
            Posture figures = zone.getValue();
            figures.shares().forEach((kpi, share) -> {
                numerator.addMetric(source.labels(kpi), (double) share.numerator());
                denominator.addMetric(source.labels(kpi), (double) share.denominator());
                unknown.addMetric(source.labels(kpi), (double) share.unknown());
                lost.addMetric(source.labels(kpi), share.lost());
            });
            if (!figures.loggedConnections().isEmpty()) {
                logged.addMetric(source.labels(), all(figures.loggedConnections()));
                seen.addMetric(source.labels(), all(figures.seenConnections()));
                loggedBytes.addMetric(source.labels(), all(figures.loggedBytes()));
                seenBytes.addMetric(source.labels(), all(figures.seenBytes()));
            }
            if (!figures.expectedConnections().isEmpty()) {
                expected.addMetric(source.labels(), all(figures.expectedConnections()));
                unlogged.addMetric(source.labels(), all(figures.unloggedConnections()));
            }
            figures.stated().forEach((state, count) -> stated.addMetric(source.labels(state), (double) count));
            figures.postQuantumStates()
                    .forEach((state, count) -> quantum.addMetric(source.labels(state), (double) count));
            figures.failures().forEach((group, count) -> failures.addMetric(source.labels(group), (double) count));
            figures.spreads().forEach((kpi, spread) -> {
                samples.addMetric(source.labels(kpi), (double) spread.count());
                sum.addMetric(source.labels(kpi), (double) spread.sum());
                median.addMetric(source.labels(kpi), spread.medianUpper());
                least.addMetric(source.labels(kpi), (double) spread.min());
            });
        }
        GaugeMetricFamily other =
                family("other_connections", "Connections to services beyond the bound", List.of("traffic", "zone"));
        others.forEach(
                (source, figures) -> other.addMetric(source.labels(), (double) figures.connections().values().stream()
                        .mapToLong(Long::longValue)
                        .sum()));
        return List.of(
                numerator,
                denominator,
                unknown,
                lost,
                quantum,
                failures,
                samples,
                sum,
                median,
                least,
                other,
                logged,
                seen,
                loggedBytes,
                seenBytes,
                expected,
                unlogged,
                stated);
    }

    private static double all(Map<String, Long> counts) {
        return counts.getOrDefault("all", 0L);
    }

    private static GaugeMetricFamily family(String name, String help, List<String> labels) {
        return new GaugeMetricFamily("plainsight_posture_" + name, help + ", over all times.", labels);
    }
}
