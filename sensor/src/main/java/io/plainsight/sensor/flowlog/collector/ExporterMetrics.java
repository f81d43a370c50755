package io.plainsight.sensor.flowlog.collector;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Datagrams by exporter, so that one that falls silent is noticed. The devices that export are few and known; those
 * beyond {@value #MAX_EXPORTERS} count together, since the sender of a datagram can be made up.
 *
 * <p><b>Threading:</b> any thread.
 */
public final class ExporterMetrics extends Collector implements Collector.Describable {
    static final int MAX_EXPORTERS = 64;
    private static final String OTHERS = "other";

    private final Map<String, long[]> datagrams = new HashMap<>();

    synchronized void onDatagram(String exporter) {
        boolean room = datagrams.containsKey(exporter) || datagrams.size() < MAX_EXPORTERS;
        datagrams.computeIfAbsent(room ? exporter : OTHERS, unused -> new long[1])[0]++;
    }

    @Override
    public synchronized List<MetricFamilySamples> collect() {
        CounterMetricFamily family = new CounterMetricFamily(
                "plainsight_sensor_flow_export_datagrams_total",
                "Flow-export datagrams by exporter; those of exporters beyond 64 together.",
                List.of("exporter"));
        datagrams.forEach((exporter, count) -> family.addMetric(List.of(exporter), (double) count[0]));
        return List.of(family);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return collect();
    }
}
