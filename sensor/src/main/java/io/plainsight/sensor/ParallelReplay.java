package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureReader;
import io.plainsight.sensor.decode.PacketDecoder;
import java.util.ArrayList;
import java.util.List;

/**
 * Plays captures on several threads, one file after the other.
 *
 * <p>The observations are those of one thread, each with the same content; those of one connection come in the same order,
 * those of different connections in any. Differences are left where a limit is reached, since each worker has its share of
 * every limit, and where something is known again by another address: see docs/architecture.md.
 *
 * <p><b>Threading:</b> one thread calls, and is one of the workers.
 */
final class ParallelReplay {
    private static final int BATCHES = 16;

    private final List<ReplayWorker> workers = new ArrayList<>();
    private final PacketBatch[] batches = new PacketBatch[BATCHES];
    private final PacketDecoder fragments;

    /** @param threads 2 or more */
    ParallelReplay(PacketPaths paths, int threads) {
        for (int i = 0; i < threads; i++) {
            workers.add(paths.openWorker(i, threads));
        }
        for (int i = 0; i < BATCHES; i++) {
            batches[i] = new PacketBatch();
        }
        fragments = new PacketDecoder(paths.newCounters());
    }

    /**
     * Plays one file to its end; what was readable of it is delivered in any case.
     *
     * @throws CaptureException when it could not be read whole
     */
    void play(CaptureReader reader, String relativePath, TimeShift shift) throws CaptureException {
        BatchQueue queue = new BatchQueue(batches, fragments, reader, shift, workers.size());
        introduce(queue);
        List<Thread> threads = new ArrayList<>();
        for (ReplayWorker worker : workers.subList(1, workers.size())) {
            Thread thread = new Thread(() -> worker.play(queue, relativePath), "packets-" + (threads.size() + 1));
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        workers.get(0).play(queue, relativePath);
        boolean interrupted = false;
        for (Thread thread : threads) {
            interrupted |= join(thread);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        queue.end();
    }

    private void introduce(BatchQueue queue) {
        List<WorkerOutput> outputs = workers.stream().map(ReplayWorker::output).toList();
        outputs.forEach(WorkerOutput::begin);
        for (WorkerOutput output : outputs) {
            output.join(
                    outputs.stream().filter(other -> other != output).toArray(WorkerOutput[]::new), queue::hasFailed);
        }
    }

    /** Workers end by themselves once one is told to stop; an interruption must not leave them behind. */
    private static boolean join(Thread thread) {
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                return interrupted;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
    }
}
