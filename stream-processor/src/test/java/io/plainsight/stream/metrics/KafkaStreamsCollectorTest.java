package io.plainsight.stream.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.junit.jupiter.api.Test;

class KafkaStreamsCollectorTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final KafkaStreamsCollector collector = new KafkaStreamsCollector().register(registry);

    @Test
    void shouldExportTheWorstLagAndTheTotalRate() {
        Map<MetricName, Metric> metrics = Map.of(
                name("records-lag-max", "consumer-fetch-manager-metrics", "1"), new Value(7.0),
                name("records-lag-max", "consumer-fetch-manager-metrics", "2"), new Value(Double.NaN),
                name("process-rate", "stream-thread-metrics", "1"), new Value(10.0),
                name("process-rate", "stream-thread-metrics", "2"), new Value(5.0));

        collector.add("app", () -> metrics);

        assertThat(sample("plainsight_stream_records_lag_max")).isEqualTo(7.0);
        assertThat(sample("plainsight_stream_process_rate")).isEqualTo(15.0);
    }

    @Test
    void shouldForgetAStoppedApplication() {
        collector.add("app", Map::of);
        collector.remove("app");

        assertThat(sample("plainsight_stream_process_rate")).isNull();
    }

    private Double sample(String name) {
        return registry.getSampleValue(name, new String[] {"application"}, new String[] {"app"});
    }

    private static MetricName name(String name, String group, String client) {
        return new MetricName(name, group, "", Map.of("client-id", client));
    }

    private record Value(Object metricValue) implements Metric {
        @Override
        public MetricName metricName() {
            return new MetricName("unused", "", "", Map.of());
        }
    }
}
