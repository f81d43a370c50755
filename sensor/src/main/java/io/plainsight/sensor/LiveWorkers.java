package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketSource;
import io.plainsight.sensor.names.Names;
import io.plainsight.sensor.publish.ObservationSink;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that share an interface: each takes the packets of one source through a packet path of its own. They
 * share the limits of the settings, and the names that clients learn. One that
 * fails stops the others, since what it would have seen is lost.
 *
 * <p><b>Threading:</b> {@link #capture} on one thread, which is the first worker; {@link #stop} from any.
 */
final class LiveWorkers implements Sensor.LiveRun {
    private final List<PacketSource> sources;
    private final List<ObservationSink> sinks = new ArrayList<>();
    private final List<SensorPipeline> pipelines = new ArrayList<>();
    private final PacketPaths paths;
    private Throwable failure;

    LiveWorkers(List<PacketSource> sources, PacketPaths paths) {
        this.sources = sources;
        this.paths = paths;
        if (sources.size() == 1) {
            sinks.add(paths.sink());
            pipelines.add(paths.open());
            return;
        }
        Names names = paths.sharedNames();
        for (int i = 0; i < sources.size(); i++) {
            ObservationSink sink = paths.sink().forThread();
            sinks.add(sink);
            pipelines.add(paths.openShared(sources.size(), sink, names));
        }
    }

    @Override
    public void capture() throws CaptureException {
        String name = Thread.currentThread().getName();
        List<Thread> others = new ArrayList<>();
        for (int i = 1; i < sources.size(); i++) {
            int worker = i;
            Thread thread = new Thread(() -> work(worker), name + "-" + worker);
            others.add(thread);
            thread.start();
        }
        work(0);
        others.forEach(LiveWorkers::join);
        rethrow();
        // not after a failure: what ends otherwise falls silent, and whoever listens takes notice
        paths.reporter().stopped();
    }

    void stop() {
        sources.forEach(PacketSource::stop);
    }

    private void work(int worker) {
        try (PacketSource source = sources.get(worker)) {
            SensorPipeline pipeline = pipelines.get(worker);
            try {
                source.forEach(pipeline);
            } finally {
                pipeline.end();
                sinks.get(worker).flush();
            }
        } catch (CaptureException | RuntimeException | Error e) {
            failed(e);
            stop();
        }
    }

    private synchronized void failed(Throwable e) {
        if (failure == null) {
            failure = e;
        } else {
            failure.addSuppressed(e);
        }
    }

    private synchronized void rethrow() throws CaptureException {
        if (failure instanceof CaptureException e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof Error e) {
            throw e;
        }
    }

    /** Waits whatever comes: a worker ends when it is stopped, and only then are its observations complete. */
    private static void join(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
