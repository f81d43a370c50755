package io.plainsight.sensor;

import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.concurrent.locks.LockSupport;

/**
 * One of several that play a capture together: reads and decodes batches for all, and takes its own packets of every batch to
 * a packet path of its own.
 *
 * <p>Its path is told the time of the others' packets too, so that idle connections end, and long ones are updated, at the
 * same packet of the capture however many workers there are.
 *
 * <p><b>Threading:</b> one thread at a time.
 */
final class ReplayWorker {
    /** Batches that should be ready ahead, so that nobody waits for one. */
    private static final int AHEAD = 3;

    private static final int SPINS = 200;
    private static final long PAUSE_NS = 50_000;
    /** Within one packet: what its time ends, what it brings, what its time makes due. */
    private static final int PLACES_PER_PACKET = 3;

    private final int number;
    private final SensorPipeline pipeline;
    private final WorkerOutput output;
    private final SensorCounters counters;
    private final PacketDecoder decoder;

    private long clock;
    private long next;
    private int idle;
    /** The file was cut while it was read: what goes on in a packet path after that has no meaning. */
    private boolean blind;

    /** @param number from 0, by which {@link FlowSplit} knows it */
    ReplayWorker(int number, SensorPipeline pipeline, WorkerOutput output, SensorCounters counters) {
        this.number = number;
        this.pipeline = pipeline;
        this.output = output;
        this.counters = counters;
        decoder = PacketDecoder.withoutFragments(counters);
    }

    WorkerOutput output() {
        return output;
    }

    /** Plays a file to its end together with the others; what goes wrong is the queue's to tell. */
    void play(BatchQueue queue, String relativePath) {
        try {
            clock = Long.MIN_VALUE;
            next = 0;
            blind = false;
            pipeline.beginFile(relativePath);
            while (!queue.hasFailed() && !queue.isOver(next)) {
                work(queue);
            }
            output.reached(WorkerOutput.END);
            while (!output.finish()) {
                pause();
            }
            if (!queue.hasFailed()) {
                pipeline.endFile();
                output.flush();
            }
        } catch (RuntimeException | Error e) {
            queue.fail(e);
        }
    }

    private void work(BatchQueue queue) {
        long ready = queue.ready();
        if (ready - next < AHEAD && queue.fill(decoder, counters)) {
            idle = 0;
        } else if (next < ready) {
            PacketBatch batch = queue.batch(next);
            process(batch, queue);
            long end = batch.firstPosition() + batch.size();
            queue.done(number, next++);
            output.reached(PLACES_PER_PACKET * end);
            idle = 0;
        } else {
            output.handOn();
            pause();
        }
    }

    private void process(PacketBatch batch, BatchQueue queue) {
        try {
            for (int i = 0; i < batch.size() && !blind; i++) {
                int owner = batch.owner(i);
                long place = PLACES_PER_PACKET * (batch.firstPosition() + i);
                if (owner == number) {
                    clock = Math.max(clock, batch.timestampNs(i));
                    output.at(place + 1);
                    pipeline.onDecoded(batch.packet(i));
                } else if (owner != PacketBatch.NOBODY && batch.timestampNs(i) > clock) {
                    clock = batch.timestampNs(i);
                    output.at(place);
                    pipeline.expire(clock);
                    output.at(place + 2);
                    pipeline.report();
                }
            }
        } catch (InternalError e) {
            blind = true;
            queue.damaged(e);
        }
    }

    private void pause() {
        if (idle++ < SPINS) {
            Thread.onSpinWait();
        } else {
            LockSupport.parkNanos(PAUSE_NS);
        }
    }
}
