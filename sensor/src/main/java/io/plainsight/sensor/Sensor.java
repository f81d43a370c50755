package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureFile;
import io.plainsight.sensor.capture.CaptureFinder;
import io.plainsight.sensor.capture.FoundCaptures;
import io.plainsight.sensor.capture.LiveCaptureConfig;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.capture.live.LiveSource;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogFiles;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.flowlog.collector.DatagramHandler;
import io.plainsight.sensor.flowlog.push.FlowLogListener;
import io.plainsight.sensor.flowlog.push.PushSettings;
import io.plainsight.sensor.flowlog.s3.QueuePlan;
import io.plainsight.sensor.flowlog.s3.QueuedFlowLogs;
import io.plainsight.sensor.flowlog.s3.S3FlowLogs;
import io.plainsight.sensor.flowlog.s3.S3Plan;
import io.plainsight.sensor.flowlog.source.Checkpoint;
import io.plainsight.sensor.flowlog.source.FollowedFiles;
import io.plainsight.sensor.metrics.CounterGroup;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.sflow.SflowHandler;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A sensor: reads captures, flow logs or an interface and hands observations to a sink. Wiring only.
 *
 * <p><b>Threading:</b> one thread plays, or captures with as many more as it is told to; {@link #stop} may come from any other. <b>Errors:</b> a file that
 * cannot be read whole becomes one of {@link #problems()}, and everything readable of it and of the others is delivered.
 */
public final class Sensor implements AutoCloseable {
    private static final long LOOK_INTERVAL_MS = 500;

    private final SensorSettings settings;
    private final ObservationSink sink;
    private final CounterGroup counters = new CounterGroup();
    private final SensorCounters flowLogCounters = counters.add();
    private final PacketPaths paths;
    private final FlowLogSettings flowLogSettings;
    private final FlowLogReader flowLogs;
    private final List<String> filesRead = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private final ReplayMeter meter = new ReplayMeter();
    private volatile CaptureReplay replay;
    private volatile LiveWorkers live;
    private volatile Runnable stopObjects;
    private volatile boolean stopped;

    /** @param sink belongs to the caller, who closes it */
    public Sensor(SensorSettings settings, ObservationSink sink) {
        this(settings, FlowLogSettings.DEFAULT, sink);
    }

    /** @param sink belongs to the caller, who closes it */
    public Sensor(SensorSettings settings, FlowLogSettings flowLogSettings, ObservationSink sink) {
        this.settings = settings;
        this.sink = sink;
        this.paths = new PacketPaths(settings, sink, counters);
        this.flowLogSettings = flowLogSettings;
        this.flowLogs = new FlowLogReader(settings.sensorName(), flowLogSettings);
    }

    /**
     * Plays captures on one thread; a directory is read recursively in name order.
     *
     * @param rebaseTime whether each capture is shifted so that it begins now
     */
    public void playCaptures(List<Path> paths, boolean rebaseTime) {
        playCaptures(paths, rebaseTime, 1);
    }

    /**
     * Plays captures, one file after the other; a directory is read recursively in name order.
     *
     * @param rebaseTime whether each capture is shifted so that it begins now
     * @param threads how many share the work on each file, the caller's among them; with more than one, observations of
     *     different connections come in any order
     */
    public void playCaptures(List<Path> paths, boolean rebaseTime, int threads) {
        List<CaptureFile> files = new ArrayList<>();
        for (Path path : paths) {
            try {
                FoundCaptures found = CaptureFinder.find(path);
                problems.addAll(found.problems());
                files.addAll(found.captures());
            } catch (CaptureException e) {
                problems.add(e.getMessage());
            }
        }
        if (!files.isEmpty()) {
            meter.begin(files);
            replay = new CaptureReplay(this.paths, threads);
            if (stopped) {
                replay.stop();
            }
            files.forEach(file -> play(file, rebaseTime ? TimeShift.TO_NOW : TimeShift.NONE));
        }
    }

    private void play(CaptureFile file, TimeShift shift) {
        if (stopped) {
            return;
        }
        filesRead.add(file.relativePath());
        meter.next(file);
        try {
            replay.play(file, shift);
        } catch (CaptureException e) {
            problems.add(e.getMessage());
        }
        paths.reporter().endOfFile(file.relativePath());
    }

    /** How far {@link #playCaptures} has come; callable from any thread. */
    public ReplayPosition position() {
        CaptureReplay playing = replay;
        return meter.at(playing == null ? 0 : playing.position(), counters.get(SensorCounter.PACKETS));
    }

    /** Reads flow logs; a directory is read recursively in name order, {@code -} is standard input. */
    public void playFlowLogs(List<Path> paths) {
        for (Path path : paths) {
            try {
                if (path.toString().equals("-")) {
                    readStandardInput();
                    continue;
                }
                FlowLogFiles found = FlowLogFiles.find(path);
                problems.addAll(found.problems());
                for (FlowLogFiles.FlowLogFile file : found.files()) {
                    read(file);
                }
            } catch (FlowLogException e) {
                problems.add(e.getMessage());
            }
        }
    }

    private void readStandardInput() throws FlowLogException {
        filesRead.add("-");
        flowLogs.read(System.in, flowLogs.origin("standard input", "-", Instant.now()), sink, flowLogCounters);
    }

    /**
     * Follows flow logs until {@link #stop}; see {@link FollowedFiles}.
     *
     * @param checkpoint the file that keeps where reading goes on; its directory is there
     * @throws FlowLogException when the checkpoint cannot be read
     * @throws IOException when it cannot be written
     */
    public void followFlowLogs(List<Path> paths, Path checkpoint)
            throws FlowLogException, IOException, InterruptedException {
        FollowedFiles followed = new FollowedFiles(paths, flowLogs, Checkpoint.open(checkpoint), sink, flowLogCounters);
        while (!stopped) {
            if (!followed.look()) {
                Thread.sleep(LOOK_INTERVAL_MS);
            }
        }
    }

    private void read(FlowLogFiles.FlowLogFile file) {
        if (stopped) {
            return;
        }
        try {
            filesRead.add(file.relativePath());
            flowLogs.read(file.file(), file.relativePath(), sink, flowLogCounters);
        } catch (FlowLogException e) {
            problems.add(e.getMessage());
        }
    }

    /** Reads all flow logs of an object store that were not delivered before. */
    public void playObjects(S3Plan plan) {
        try (S3FlowLogs reading = open(plan)) {
            problems.addAll(reading.readOnce(sink));
        } catch (FlowLogException e) {
            problems.add(e.getMessage());
        }
    }

    /**
     * Reads what is new in an object store, again and again until {@link #stop}.
     *
     * @throws FlowLogException when settings or checkpoint are wrong
     */
    public void followObjects(S3Plan plan) throws FlowLogException {
        try (S3FlowLogs reading = open(plan)) {
            reading.follow(sink);
        }
    }

    private S3FlowLogs open(S3Plan plan) throws FlowLogException {
        S3FlowLogs reading = S3FlowLogs.open(plan, flowLogs, flowLogCounters);
        onStop(reading::stop);
        return reading;
    }

    /**
     * Reads the objects that a queue tells of until {@link #stop}.
     *
     * @throws FlowLogException when a setting is wrong
     */
    public void followQueue(QueuePlan plan) throws FlowLogException {
        try (QueuedFlowLogs reading = QueuedFlowLogs.open(plan, flowLogs, flowLogCounters)) {
            onStop(reading::stop);
            reading.follow(sink);
        }
    }

    private void onStop(Runnable stop) {
        stopObjects = stop;
        if (stopped) {
            stop.run();
        }
    }

    /**
     * Receives flow logs that are pushed, until the listener is closed.
     *
     * @throws FlowLogException when the address cannot be had, or the settings are wrong
     */
    public FlowLogListener listen(PushSettings push) throws FlowLogException {
        return FlowLogListener.start(push, flowLogSettings, settings.sensorName(), sink, counters);
    }

    /**
     * Opens an interface, so that what is wrong with it is known at once.
     *
     * @throws CaptureException naming the missing interface, right or library and the remedy
     */
    public LiveRun openInterface(LiveCaptureConfig config) throws CaptureException {
        return live(LiveSource.open(config));
    }

    /** @param sources take packets until they are stopped, each on a thread of its own, and tell the time while there are none */
    LiveRun live(List<PacketSource> sources) {
        LiveWorkers workers = new LiveWorkers(sources, paths);
        live = workers;
        if (stopped) {
            workers.stop();
        }
        return workers;
    }

    /**
     * What takes sFlow datagrams: their sampled headers go through a packet path of this sensor, whose connections end with it.
     *
     * @param ended told when everything is delivered
     */
    public DatagramHandler sflow(Runnable ended) {
        SensorPipeline pipeline = paths.open();
        return new SflowHandler(pipeline, counters.add(), () -> {
            pipeline.end();
            paths.reporter().stopped();
            sink.flush();
            ended.run();
        });
    }

    /** An interface that is open and waits to be captured on. */
    @FunctionalInterface
    public interface LiveRun {
        /** Captures until {@link Sensor#stop} is called; then every connection still open gives its last observation. */
        void capture() throws CaptureException;
    }

    /** Lets what is playing or capturing end soon. */
    public void stop() {
        stopped = true;
        flowLogs.stop();
        Runnable reading = stopObjects;
        if (reading != null) {
            reading.run();
        }
        CaptureReplay playing = replay;
        if (playing != null) {
            playing.stop();
        }
        LiveWorkers workers = live;
        if (workers != null) {
            workers.stop();
        }
    }

    public CounterGroup counters() {
        return counters;
    }

    /** The settings that this sensor runs with. */
    public SensorSettings settings() {
        return settings;
    }

    /** Files read so far, whole or in part, relative to the paths given. */
    public List<String> filesRead() {
        return List.copyOf(filesRead);
    }

    /** What could not be read: file, place and remedy. */
    public List<String> problems() {
        return List.copyOf(problems);
    }

    @Override
    public void close() {
        stop();
    }
}
