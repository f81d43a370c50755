package io.plainsight.sensor.publish;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import java.util.List;
import java.util.function.Supplier;

/** Gauges of publishing, read when they are scraped. Any thread. */
final class PublishCollector extends Collector implements Collector.Describable {
    private static final double MS_PER_SECOND = 1000;

    private final Supplier<PublishStatus> status;

    PublishCollector(Supplier<PublishStatus> status) {
        this.status = status;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        PublishStatus now = status.get();
        GaugeMetricFamily states = new GaugeMetricFamily(
                "plainsight_sensor_publish_state",
                "1 for the state that publishing is in, 0 for others.",
                List.of("state"));
        for (PublishState state : PublishState.values()) {
            states.addMetric(List.of(state.label()), state == now.state() ? 1 : 0);
        }
        return List.of(
                states,
                gauge("publish_queue_bytes", "Observations that wait to be written to the spool.", (double)
                        now.queueBytes()),
                gauge("spool_bytes", "Observations in the spool that Kafka has not acknowledged.", (double)
                        now.spoolBytes()),
                gauge("spool_limit_bytes", "The spool's budget.", (double) now.spoolLimitBytes()),
                gauge("spool_oldest_seconds", "How long the oldest of them waits.", now.oldestMs() / MS_PER_SECOND));
    }

    private static MetricFamilySamples gauge(String name, String help, double value) {
        return new GaugeMetricFamily("plainsight_sensor_" + name, help, value);
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return collect();
    }
}
