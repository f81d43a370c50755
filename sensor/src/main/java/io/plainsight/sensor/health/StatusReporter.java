package io.plainsight.sensor.health;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.Observation.SensorStatus;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationSensorStatusBuilder;
import io.plainsight.events.Protection;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.Loss;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.DeliveryState;
import io.plainsight.sensor.publish.ObservationSink;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a sensor tell of itself: on an interface when it begins, every {@value #INTERVAL_SECONDS} s of packet time and when
 * it is stopped; of a capture file at its end, if something of it was lost. The records take the observations' way, so
 * that they tell of that way too.
 *
 * <p><b>Threading:</b> one thread at a time: that of the sensor's first packet path while it runs, then whoever ends it.
 * <b>Errors:</b> a sink's exception comes out.
 */
public final class StatusReporter implements PathHealth.Ticks {
    static final long INTERVAL_SECONDS = 10;
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final long INTERVAL_NS = INTERVAL_SECONDS * NS_PER_SECOND;
    private static final List<String> TYPE = List.of("info");
    private static final List<SensorCounter> SACRIFICES = List.of(
            SensorCounter.SACRIFICED_SAMPLE,
            SensorCounter.SACRIFICED_DISSECTION,
            SensorCounter.SACRIFICED_MIDSTREAM,
            SensorCounter.SACRIFICED_IDENTIFICATION,
            SensorCounter.SACRIFICED_HANDSHAKE,
            SensorCounter.SACRIFICED_CONNECTION);
    private static final Logger LOG = LoggerFactory.getLogger(StatusReporter.class);

    private final CounterGroup group;
    private final SensorCounters own;
    private final Observation.Observer observer;
    private final boolean live;
    private final ObservationSink sink;
    /** What was told of each counter. */
    private final long[] told = new long[SensorCounter.values().length];

    private boolean started;
    private long sinceNs;
    private long nowNs;
    private int overloadLevel;
    private long deliveryLost;
    private boolean losing;

    /**
     * @param group what all threads of the sensor count
     * @param own counters of the thread that reports
     * @param interfaceName null when captures are read
     */
    public StatusReporter(
            CounterGroup group, SensorCounters own, String sensorName, String interfaceName, ObservationSink sink) {
        this.group = group;
        this.own = own;
        this.sink = sink;
        live = interfaceName != null;
        observer = new Observation.Observer(
                sensorName,
                "sensor",
                live ? new Observation.Ingress(new Observation.Interface(interfaceName), null) : null);
    }

    @Override
    public void onTick(long now) {
        overloadLevel = Math.max(overloadLevel, group.overloadLevel());
        boolean first = !started;
        if (first || now < sinceNs) {
            started = true;
            sinceNs = now;
        }
        nowNs = now;
        if (live && (first || nowNs - sinceNs >= INTERVAL_NS)) {
            report(SensorStatus.RUNNING, null);
        }
    }

    /** The interface is left in good order; the last record. */
    public void stopped() {
        if (live && started) {
            report(SensorStatus.STOPPED, null);
        }
    }

    /** A capture was read to its end, or as far as it could be. */
    public void endOfFile(String relativePath) {
        countDelivery();
        if (started && losses() > 0) {
            report(SensorStatus.FILE, new Observation.Log(new Observation.File(relativePath)));
        }
        for (SensorCounter counter : SensorCounter.values()) {
            take(counter);
        }
        started = false;
    }

    private void report(String state, Observation.Log log) {
        countDelivery();
        Map<String, Long> lost = new LinkedHashMap<>();
        for (Loss loss : Loss.values()) {
            long count = take(loss.counter());
            if (count > 0) {
                lost.put(loss.reason(), count);
            }
        }
        long sacrificed = SACRIFICES.stream().mapToLong(this::take).sum();
        DeliveryState delivery = sink.state();
        SensorStatus status = ObservationSensorStatusBuilder.builder()
                .state(state)
                .packets(take(SensorCounter.PACKETS))
                .bytes(take(SensorCounter.BYTES))
                .connections(take(SensorCounter.FLOWS))
                .lost(lost.isEmpty() ? null : lost)
                .overloadLevel(overloadLevel)
                .sacrificed(sacrificed)
                .waitingObservations(delivery.waitingObservations() < 0 ? null : delivery.waitingObservations())
                .waitingBytes(delivery.waitingBytes() < 0 ? null : delivery.waitingBytes())
                .absentSeconds(orNull(takeOwn(SensorCounter.CAPTURE_GAP_SECONDS)))
                .endedBothWays(orNull(take(SensorCounter.TCP_SEEN_BOTH_WAYS)))
                .endedOneWay(orNull(take(SensorCounter.TCP_SEEN_ONE_WAY)))
                .build();
        log(status);
        Instant now = instant(nowNs);
        sink.accept(ObservationBuilder.builder()
                .timestamp(now)
                .event(new Observation.Event(
                        observer.text() + '/' + state + '/' + now.toEpochMilli(),
                        Actions.SENSOR_STATUS,
                        null,
                        "metric",
                        null,
                        TYPE,
                        instant(sinceNs),
                        now))
                .observer(observer)
                .log(log)
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.UNKNOWN)
                        .sensor(status)
                        .build())
                .build());
        sinceNs = nowNs;
        overloadLevel = group.overloadLevel();
    }

    /** Two lines a stretch of loss, for those who read neither metrics nor alerts. */
    private void log(SensorStatus status) {
        boolean lossy = status.lost() != null || status.overloadLevel() > 0;
        if (lossy && !losing) {
            LOG.warn(
                    "sensor {} is losing: lost={} of packets={} overload_level={}; see 'What is lost' in docs/operations.md",
                    observer.text(),
                    status.lost(),
                    status.packets(),
                    status.overloadLevel());
        } else if (losing && !lossy) {
            LOG.warn("sensor {} loses nothing any more", observer.text());
        }
        losing = lossy;
    }

    private void countDelivery() {
        long total = sink.state().lost();
        own.add(SensorCounter.DELIVERY_LOST, total - deliveryLost);
        deliveryLost = total;
    }

    private long losses() {
        long sum = 0;
        for (Loss loss : Loss.values()) {
            sum += group.get(loss.counter()) - told[loss.counter().ordinal()];
        }
        return sum;
    }

    private long take(SensorCounter counter) {
        return take(counter, group.get(counter));
    }

    /** What each thread of an interface counts for itself, and is the same for all. */
    private long takeOwn(SensorCounter counter) {
        return take(counter, own.get(counter));
    }

    private long take(SensorCounter counter, long total) {
        long news = total - told[counter.ordinal()];
        told[counter.ordinal()] = total;
        return news;
    }

    private static Long orNull(long count) {
        return count == 0 ? null : count;
    }

    private static Instant instant(long ns) {
        return Instant.ofEpochSecond(Math.floorDiv(ns, NS_PER_SECOND), Math.floorMod(ns, NS_PER_SECOND));
    }
}
