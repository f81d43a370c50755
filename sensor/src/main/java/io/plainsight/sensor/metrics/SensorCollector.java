package io.plainsight.sensor.metrics;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;

/**
 * Exports every {@link SensorCounter}, summed over all packet-path threads. Counters that never moved are exported as
 * zero, so that a rate or an alert rule over them works from the first scrape.
 *
 * <p><b>Threading:</b> any thread. A scrape reads while the packet path writes; a sum may be a few packets behind.
 */
public final class SensorCollector extends Collector implements Collector.Describable {
    private final List<CounterGroup> sources = new CopyOnWriteArrayList<>();

    /** Adds the counters of one more sensor; they stay for the life of the process, since counters must never fall. */
    public void add(CounterGroup counters) {
        sources.add(counters);
    }

    @Override
    public List<MetricFamilySamples> collect() {
        Map<String, CounterMetricFamily> families = new LinkedHashMap<>();
        for (SensorCounter counter : SensorCounter.values()) {
            List<String> labels = counter.label() == null ? List.of() : List.of(counter.label());
            List<String> values = counter.label() == null ? List.of() : List.of(counter.value());
            families.computeIfAbsent(
                            counter.metric(), metric -> new CounterMetricFamily(metric, counter.help(), labels))
                    .addMetric(values, sum(counter) * counter.worth());
        }
        List<MetricFamilySamples> all = new ArrayList<>(families.values());
        all.add(losses());
        all.add(overloadLevel());
        all.add(unknown("link", "LINKTYPE_ value", "%d", SensorCounters::linkTypes));
        all.add(unknown("ether", "EtherType", "0x%04x", SensorCounters::etherTypes));
        return all;
    }

    @Override
    public List<MetricFamilySamples> describe() {
        return collect();
    }

    private MetricFamilySamples losses() {
        CounterMetricFamily family = new CounterMetricFamily(
                "plainsight_sensor_lost_total",
                "What was lost between the wire and Kafka, by reason; each reason has a unit of its own.",
                List.of("reason", "unit"));
        for (Loss loss : Loss.values()) {
            family.addMetric(List.of(loss.reason(), loss.unit()), (double) sum(loss.counter()));
        }
        return family;
    }

    private MetricFamilySamples overloadLevel() {
        int highest =
                sources.stream().mapToInt(CounterGroup::overloadLevel).max().orElse(0);
        return new GaugeMetricFamily(
                "plainsight_sensor_overload_level",
                "Highest level of overload of any packet path: 0 everything is looked at, 4 handshakes of some new"
                        + " connections only.",
                highest);
    }

    /** Frames that no layer of the decoder took, by type; types beyond the table's capacity together. */
    private MetricFamilySamples unknown(
            String layer, String what, String format, Function<SensorCounters, UnknownTypes> of) {
        CounterMetricFamily family = new CounterMetricFamily(
                "plainsight_sensor_unknown_" + layer + "_types_total",
                "Frames that were not decoded, by " + what + ".",
                List.of("type"));
        Map<Integer, Long> counts = new TreeMap<>();
        long others = 0;
        for (CounterGroup source : sources) {
            for (SensorCounters member : source.members()) {
                of.apply(member).forEach((value, count) -> counts.merge(value, count, Long::sum));
                others += of.apply(member).others();
            }
        }
        counts.forEach(
                (value, count) -> family.addMetric(List.of(String.format(Locale.ROOT, format, value)), (double) count));
        family.addMetric(List.of("other"), (double) others);
        return family;
    }

    private long sum(SensorCounter counter) {
        long sum = 0;
        for (CounterGroup source : sources) {
            sum += source.get(counter);
        }
        return sum;
    }
}
