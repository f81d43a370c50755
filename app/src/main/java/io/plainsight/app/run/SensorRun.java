package io.plainsight.app.run;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.metrics.SensorCollector;
import io.plainsight.sensor.publish.ObservationSink;
import io.prometheus.client.CollectorRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Reads what a {@link SensorPlan} names into sinks: files on the caller's thread, then each interface on a thread of its
 * own. {@link #close} stops the interfaces, lets them end their connections, and delivers what is under way.
 */
public final class SensorRun implements AutoCloseable {
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final SensorSettings settings;
    private final SensorPlan plan;
    private final Function<Topic<String, Observation>, ObservationSink> sinks;
    private final SensorCollector collector = new SensorCollector();
    private final List<Sensor> live = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param sinks makes the sink for the observations of a topic; each is closed after its use */
    public SensorRun(
            SensorSettings settings, SensorPlan plan, Function<Topic<String, Observation>, ObservationSink> sinks) {
        this.settings = settings;
        this.plan = plan;
        this.sinks = sinks;
        CollectorRegistry.defaultRegistry.register(collector);
    }

    /** Plays all files and returns when their observations are delivered; the sensor tells what could not be read. */
    public Sensor playFiles() {
        Sensor played = null;
        try (ObservationSink captured = sinks.apply(plan.rebaseTime() ? Topics.OBSERVATIONS : Topics.REPLAY)) {
            played = sensor(settings, captured);
            played.playCaptures(plan.captures(), plan.rebaseTime());
            played.playFlowLogs(plan.flowLogs());
            captured.flush();
        }
        return played;
    }

    /**
     * Starts capturing on every interface and returns.
     *
     * @param onFailure told when an interface cannot be captured on any longer
     * @throws CaptureException when one cannot be opened; says which right or package is missing
     */
    public void capture(Consumer<Throwable> onFailure) throws CaptureException {
        for (String name : plan.interfaces()) {
            ObservationSink sink = sinks.apply(Topics.OBSERVATIONS);
            Sensor sensor = sensor(settings.onInterface(name), sink);
            Sensor.LiveRun run = sensor.openInterface(name, plan.filter());
            live.add(sensor);
            Thread thread = new Thread(() -> capture(run, sink, onFailure), "capture-" + name);
            threads.add(thread);
            thread.start();
        }
    }

    private static void capture(Sensor.LiveRun run, ObservationSink sink, Consumer<Throwable> onFailure) {
        try (sink) {
            run.capture();
            sink.flush();
        } catch (CaptureException | RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private Sensor sensor(SensorSettings with, ObservationSink sink) {
        Sensor sensor = new Sensor(with, sink);
        collector.add(sensor.counters());
        return sensor;
    }

    @Override
    public void close() throws InterruptedException {
        live.forEach(Sensor::stop);
        for (Thread thread : threads) {
            thread.join(STOP_TIMEOUT_MS);
        }
        CollectorRegistry.defaultRegistry.unregister(collector);
    }
}
