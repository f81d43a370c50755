package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.PacketSource;
import java.util.ArrayList;
import java.util.List;

/**
 * The threads that share an interface: each takes the packets of one source through a packet path of its own. One that
 * fails stops the others, since what it would have seen is lost.
 *
 * <p><b>Threading:</b> {@link #capture} on one thread, which is the first worker; {@link #stop} from any.
 */
final class LiveWorkers implements Sensor.LiveRun {
    private final List<PacketSource> sources;
    private final List<SensorPipeline> pipelines = new ArrayList<>();
    private Throwable failure;

    LiveWorkers(List<PacketSource> sources, PacketPaths paths) {
        this.sources = sources;
        sources.forEach(source -> pipelines.add(paths.open()));
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
