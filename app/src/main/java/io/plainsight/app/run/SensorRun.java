package io.plainsight.app.run;

import io.plainsight.app.UserException;
import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.sensor.ReplayPosition;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.WarmUp;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.flowlog.collector.CollectorAddress;
import io.plainsight.sensor.flowlog.collector.ExporterMetrics;
import io.plainsight.sensor.flowlog.collector.NetflowHandler;
import io.plainsight.sensor.flowlog.collector.UdpCollector;
import io.plainsight.sensor.flowlog.push.FlowLogListener;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCollector;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads what a {@link SensorPlan} names into sinks: files on the caller's thread, then each interface on a thread of its
 * own. {@link #close} stops the interfaces, lets them end their connections, and delivers what is under way.
 */
public final class SensorRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SensorRun.class);
    private static final String CHECKPOINT = "flow-log-checkpoint.json";
    private static final long STOP_TIMEOUT_MS = 2_000;

    private final SensorSettings settings;
    private final SensorPlan plan;
    private final FlowLogSettings flowLogs;
    private final Sinks sinks;
    private final SensorCollector collector = new SensorCollector();
    private final List<Sensor> live = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final List<UdpCollector> collectors = new ArrayList<>();
    private final ExporterMetrics exporters = new ExporterMetrics();
    private volatile Sensor files;
    private volatile FlowLogListener listener;
    private volatile ObservationSink pushed;
    private final AtomicInteger capturing = new AtomicInteger();

    /** Makes sinks; each is closed after its use. */
    @FunctionalInterface
    public interface Sinks {
        /** @param patient whether whoever writes can wait, as for files; live traffic cannot */
        ObservationSink open(Topic<String, Observation> topic, boolean patient);
    }

    /** @param sinks makes the sink for the observations of a topic */
    public SensorRun(SensorSettings settings, SensorPlan plan, FlowLogSettings flowLogs, Sinks sinks) {
        this.flowLogs = flowLogs;
        this.settings = settings;
        this.plan = plan;
        this.sinks = sinks;
        CollectorRegistry.defaultRegistry.register(collector);
        CollectorRegistry.defaultRegistry.register(exporters);
    }

    /** Plays all files and returns when their observations are delivered; the sensor tells what could not be read. */
    public Sensor playFiles() {
        Sensor played = null;
        try (ObservationSink captured = sinks.open(plan.rebaseTime() ? Topics.OBSERVATIONS : Topics.REPLAY, true)) {
            played = sensor(settings, captured);
            files = played;
            played.playCaptures(plan.captures(), plan.rebaseTime(), plan.replayThreads());
            if (plan.readsFlowLogFiles()) {
                played.playFlowLogs(plan.flowLogs());
            }
            if (plan.cloud().readsOnce()) {
                played.playObjects(plan.cloud().objects());
            }
            captured.flush();
        }
        return played;
    }

    /** How far {@link #playFiles} has come with the captures; null before. Callable from any thread. */
    public ReplayPosition position() {
        Sensor playing = files;
        return playing == null ? null : playing.position();
    }

    /**
     * Starts capturing on every interface and receiving flow export, and returns; frames are taken from here on. When one interface fails later, the
     * others go on.
     *
     * @param onFailure told when nothing is left to capture on, or when observations cannot be delivered
     * @throws CaptureException when one cannot be opened; says which right or package is missing
     * @throws FlowLogException when flow export cannot be received where it should
     */
    public void capture(Consumer<Throwable> onFailure) throws CaptureException, FlowLogException {
        capturing.set(plan.interfaces().size());
        warmUp();
        for (LiveCaptureConfig config : plan.interfaces()) {
            String name = config.interfaceName();
            ObservationSink sink = sinks.open(Topics.OBSERVATIONS, false);
            try {
                Sensor sensor = sensor(settings.onInterface(name), sink);
                start(name, sensor.openInterface(config), sink, onFailure);
                live.add(sensor);
            } catch (CaptureException e) {
                sink.close();
                throw e;
            }
        }
        for (CollectorAddress address : plan.netflow()) {
            receive(address, onFailure);
        }
        for (CollectorAddress address : plan.sflow()) {
            sample(address, onFailure);
        }
    }

    private void sample(CollectorAddress address, Consumer<Throwable> onFailure) throws FlowLogException {
        ObservationSink sink = sinks.open(Topics.OBSERVATIONS, false);
        Sensor sensor = sensor(settings.onInterface("sflow " + address), sink);
        try {
            collectors.add(UdpCollector.open(
                    address,
                    sensor.sflow(sink::close),
                    new UdpCollector.Settings(
                            sensor.counters().add(), sensor.counters().add(), exporters, onFailure)));
        } catch (FlowLogException e) {
            sink.close();
            throw e;
        }
    }

    private void warmUp() {
        if (plan.interfaces().isEmpty() || plan.warmUp().isZero()) {
            return;
        }
        String first = plan.interfaces().get(0).interfaceName();
        long packets = WarmUp.run(settings.onInterface(first), plan.warmUp());
        LOG.info(
                "warmed up before capturing: {} packets of built-in traffic in {} s; --warm-up 0 does without",
                packets,
                plan.warmUp().toSeconds());
    }

    private void receive(CollectorAddress address, Consumer<Throwable> onFailure) throws FlowLogException {
        CounterGroup counters = new CounterGroup();
        collector.add(counters);
        SensorCounters own = counters.add();
        ObservationSink sink = sinks.open(Topics.OBSERVATIONS, false);
        try {
            collectors.add(UdpCollector.open(
                    address,
                    new NetflowHandler(settings.sensorName(), sink, flowLogs.deadLetters(), own),
                    new UdpCollector.Settings(counters.add(), own, exporters, onFailure)));
        } catch (FlowLogException e) {
            sink.close();
            throw e;
        }
    }

    /**
     * Starts to follow flow logs from elsewhere, and returns.
     *
     * @param onFailure told when one cannot go on
     * @return what is listened on, or null
     * @throws FlowLogException when a setting is wrong or the address cannot be had
     */
    public InetSocketAddress follow(Consumer<Throwable> onFailure) throws FlowLogException {
        CloudPlan cloud = plan.cloud();
        if (cloud.followsObjects()) {
            follow("flow-logs-s3", sensor -> sensor.followObjects(cloud.objects()), onFailure);
        }
        if (cloud.queue() != null) {
            follow("flow-logs-sqs", sensor -> sensor.followQueue(cloud.queue()), onFailure);
        }
        if (cloud.push() == null) {
            return null;
        }
        pushed = sinks.open(Topics.OBSERVATIONS, true);
        listener = sensor(settings, pushed).listen(cloud.push());
        return listener.address();
    }

    /** Reads on until its sensor is stopped. */
    @FunctionalInterface
    private interface Follower {
        void follow(Sensor sensor) throws FlowLogException;
    }

    private void follow(String name, Follower follower, Consumer<Throwable> onFailure) {
        ObservationSink sink = sinks.open(Topics.OBSERVATIONS, true);
        Sensor sensor = sensor(settings, sink);
        live.add(sensor);
        Thread thread = new Thread(() -> follow(sensor, follower, sink, onFailure), name);
        threads.add(thread);
        thread.start();
    }

    private static void follow(Sensor sensor, Follower follower, ObservationSink sink, Consumer<Throwable> onFailure) {
        try (sink) {
            follower.follow(sensor);
        } catch (FlowLogException | RuntimeException e) {
            onFailure.accept(e);
        }
    }

    /**
     * Starts following the flow logs of the plan, if it says so, and returns.
     *
     * @param data the directory that keeps where reading goes on
     * @param onFailure told when it cannot go on
     */
    public void followFlowLogs(Path data, Consumer<Throwable> onFailure) {
        if (!plan.followFlowLogs()) {
            return;
        }
        ObservationSink sink = sinks.open(Topics.OBSERVATIONS, true);
        Sensor sensor = sensor(settings, sink);
        live.add(sensor);
        Thread thread = new Thread(() -> follow(sensor, sink, data, onFailure), "flow-logs");
        threads.add(thread);
        thread.start();
    }

    private void follow(Sensor sensor, ObservationSink sink, Path data, Consumer<Throwable> onFailure) {
        try (sink) {
            Files.createDirectories(data);
            sensor.followFlowLogs(plan.flowLogs(), data.resolve(CHECKPOINT));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (FlowLogException e) {
            onFailure.accept(new UserException(e.getMessage(), e));
        } catch (IOException | RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private void start(String name, Sensor.LiveRun run, ObservationSink sink, Consumer<Throwable> onFailure) {
        Thread thread = new Thread(() -> capture(run, sink, onFailure), "capture-" + name);
        threads.add(thread);
        thread.start();
    }

    private void capture(Sensor.LiveRun run, ObservationSink sink, Consumer<Throwable> onFailure) {
        try (sink) {
            captureAndFlush(run, sink);
        } catch (CaptureException e) {
            if (capturing.decrementAndGet() == 0) {
                onFailure.accept(e);
            } else {
                LOG.error("{}; the other interfaces are still captured on", e.getMessage());
            }
        } catch (RuntimeException e) {
            onFailure.accept(e);
        }
    }

    private static void captureAndFlush(Sensor.LiveRun run, ObservationSink sink) throws CaptureException {
        try {
            run.capture();
        } finally {
            sink.flush();
        }
    }

    private Sensor sensor(SensorSettings with, ObservationSink sink) {
        Sensor sensor = new Sensor(with, flowLogs, sink);
        collector.add(sensor.counters());
        return sensor;
    }

    @Override
    public void close() throws InterruptedException {
        if (listener != null) {
            listener.close();
        }
        if (pushed != null) {
            pushed.close();
        }
        Sensor playing = files;
        if (playing != null) {
            playing.stop();
        }
        live.forEach(Sensor::stop);
        for (Thread thread : threads) {
            thread.join(STOP_TIMEOUT_MS);
            if (thread.isAlive()) {
                LOG.warn("did not end in time, last observations may be missing: thread={}", thread.getName());
            }
        }
        for (UdpCollector receiving : collectors) {
            receiving.close();
        }
        CollectorRegistry.defaultRegistry.unregister(collector);
        CollectorRegistry.defaultRegistry.unregister(exporters);
    }
}
