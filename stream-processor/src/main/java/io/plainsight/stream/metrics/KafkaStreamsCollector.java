package io.plainsight.stream.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Exports the two figures of Kafka Streams that an operator watches: how far behind it is and how fast it goes, by
 * application. Thread-safe; reads at scrape time only.
 */
public final class KafkaStreamsCollector extends Collector {
    private final Map<String, Supplier<? extends Map<MetricName, ? extends Metric>>> applications =
            new ConcurrentHashMap<>();

    /** Exports the application until {@link #remove}. */
    public void add(String applicationId, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
        applications.put(applicationId, metrics);
    }

    public void remove(String applicationId) {
        applications.remove(applicationId);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        GaugeMetricFamily lag = new GaugeMetricFamily(
                "plainsight_stream_records_lag_max",
                "Records that the slowest partition is behind.",
                List.of("application"));
        GaugeMetricFamily rate = new GaugeMetricFamily(
                "plainsight_stream_process_rate", "Records processed per second.", List.of("application"));
        applications.forEach((application, metrics) -> {
            double worstLag = 0;
            double totalRate = 0;
            for (Map.Entry<MetricName, ? extends Metric> entry : metrics.get().entrySet()) {
                MetricName name = entry.getKey();
                if (name.name().equals("records-lag-max") && !name.tags().containsKey("topic")) {
                    worstLag = Math.max(worstLag, finite(entry.getValue()));
                } else if (name.name().equals("process-rate") && name.group().equals("stream-thread-metrics")) {
                    totalRate += finite(entry.getValue());
                }
            }
            lag.addMetric(List.of(application), worstLag);
            rate.addMetric(List.of(application), totalRate);
        });
        return List.of(lag, rate);
    }

    private static double finite(Metric metric) {
        return metric.metricValue() instanceof Double value && Double.isFinite(value) ? value : 0;
    }
}
