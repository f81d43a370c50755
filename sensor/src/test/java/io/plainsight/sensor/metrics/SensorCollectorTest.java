package io.plainsight.sensor.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SensorCollectorTest {
    /** Base units come before {@code _total}: bytes and seconds, never kilobytes or milliseconds. */
    private static final Pattern NAME = Pattern.compile("plainsight_sensor(_[a-z0-9]+)+_total");

    private final CounterGroup sensor = new CounterGroup();
    private final SensorCounters first = sensor.add();
    private final SensorCounters second = sensor.add();
    private final SensorCollector collector = new SensorCollector();
    private final CollectorRegistry registry = new CollectorRegistry();

    @BeforeEach
    void collect() {
        collector.add(sensor);
    }

    @Test
    void shouldSumOverThreads() {
        registry.register(collector);

        first.add(SensorCounter.PACKETS, 3);
        second.add(SensorCounter.PACKETS, 4);

        assertThat(registry.getSampleValue("plainsight_sensor_packets_total")).isEqualTo(7);
    }

    @Test
    void shouldExportEveryCounterFromZero() {
        registry.register(collector);

        assertThat(SensorCounter.values())
                .allSatisfy(counter ->
                        assertThat(sample(counter)).as(counter.name()).isZero());
    }

    @Test
    void shouldKeepCountersThatShareAMetricApart() {
        registry.register(collector);
        int amount = 1;
        for (SensorCounter counter : SensorCounter.values()) {
            first.add(counter, amount++);
        }

        for (SensorCounter counter : SensorCounter.values()) {
            assertThat(sample(counter)).as(counter.name()).isEqualTo((counter.ordinal() + 1) * counter.worth());
        }
    }

    @Test
    void shouldExportEveryLossByReasonFromZero() {
        registry.register(collector);
        for (Loss loss : Loss.values()) {
            assertThat(lost(loss)).as(loss.reason()).isZero();
        }

        first.add(SensorCounter.DROPS_KERNEL, 5);
        second.add(SensorCounter.FLOWS_ENDED_EVICTED, 7);

        assertThat(lost(Loss.KERNEL)).isEqualTo(5);
        assertThat(lost(Loss.FLOW_TABLE)).isEqualTo(7);
        assertThat(lost(Loss.INTERFACE)).isZero();
    }

    @Test
    void shouldExportOverloadOfTheWorstThreadInSeconds() {
        registry.register(collector);
        assertThat(registry.getSampleValue("plainsight_sensor_overload_level")).isZero();

        first.overloadLevel(1);
        second.overloadLevel(3);
        second.add(SensorCounter.OVERLOAD_HANDSHAKES_ONLY, 1500);

        assertThat(registry.getSampleValue("plainsight_sensor_overload_level")).isEqualTo(3);
        assertThat(sample(SensorCounter.OVERLOAD_HANDSHAKES_ONLY)).isEqualTo(1.5);
    }

    private Double lost(Loss loss) {
        return registry.getSampleValue("plainsight_sensor_lost_total", new String[] {"reason", "unit"}, new String[] {
            loss.reason(), loss.unit()
        });
    }

    @Test
    void shouldTakeThreadsAndSensorsThatStartLater() {
        registry.register(collector);

        sensor.add().add(SensorCounter.BYTES, 1500);
        CounterGroup other = new CounterGroup();
        collector.add(other);
        other.add().add(SensorCounter.BYTES, 60);

        assertThat(registry.getSampleValue("plainsight_sensor_bytes_total")).isEqualTo(1560);
        assertThat(sensor.get(SensorCounter.BYTES)).isEqualTo(1500);
    }

    @Test
    void shouldNameEveryCounterByTheConventions() {
        Map<String, SensorCounter> byMetric = new HashMap<>();
        for (SensorCounter counter : SensorCounter.values()) {
            assertThat(counter.metric()).matches(NAME);
            assertThat(counter.help()).endsWith(".");
            assertThat(counter.label() == null).isEqualTo(counter.value() == null);
            SensorCounter sibling = byMetric.putIfAbsent(counter.metric(), counter);
            if (sibling != null) {
                assertThat(counter.help()).as(counter.name()).isEqualTo(sibling.help());
                assertThat(counter.label()).as(counter.name()).isNotNull().isEqualTo(sibling.label());
            }
        }
    }

    private Double sample(SensorCounter counter) {
        return counter.label() == null
                ? registry.getSampleValue(counter.metric())
                : registry.getSampleValue(
                        counter.metric(), new String[] {counter.label()}, new String[] {counter.value()});
    }
}
