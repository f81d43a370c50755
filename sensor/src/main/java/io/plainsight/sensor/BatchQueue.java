package io.plainsight.sensor;

import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.capture.CaptureReader;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.decode.PacketDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * One capture file on its way to several workers, batch after batch.
 *
 * <p>There is no thread that reads for the others. Whichever worker finds few batches ahead takes the next one: it walks
 * from record to record, which only one can do at a time since each record tells where the next begins, then decodes what
 * it found while another walks on. Then every worker goes through every batch in order and takes the packets that are its
 * own. So all that can be done twice at once is, and a worker with little traffic of its own reads for one with more.
 *
 * <p><b>Threading:</b> all workers. <b>Bounds:</b> the batches given; the slowest worker holds up the reading.
 */
final class BatchQueue {
    private final PacketBatch[] batches;
    private final PacketDecoder fragments;
    private final CaptureReader reader;
    private final PacketHandler handler;
    private final int workers;

    /** Held by the one who walks; guards the reader, {@link #walked} and {@link #position}. */
    private final ReentrantLock walking = new ReentrantLock();

    private PacketBatch walked;
    private long position;
    /** Batches that were taken to be filled. */
    private volatile long filled;

    private volatile boolean ended;
    private volatile CaptureException damage;

    /** For each batch, the number that it was decoded under. */
    private final AtomicLongArray decoded;
    /** Batches that are ready, all before them too; written by the one who holds {@link #batches}. */
    private volatile long settled;

    private final AtomicLongArray done;
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /**
     * A file that nothing was read of.
     *
     * @param batches nobody else's while this is in use
     * @param fragments puts datagrams together for all workers
     */
    BatchQueue(PacketBatch[] batches, PacketDecoder fragments, CaptureReader reader, TimeShift shift, int workers) {
        this.batches = batches;
        this.fragments = fragments;
        this.reader = reader;
        this.workers = workers;
        boolean stable = reader.isStable();
        handler = shift.before((buffer, offset, captured, original, timestampNs, linkType) ->
                take(buffer, offset, captured, original, timestampNs, linkType, stable));
        decoded = new AtomicLongArray(batches.length);
        for (int i = 0; i < batches.length; i++) {
            decoded.set(i, -1);
        }
        done = new AtomicLongArray(workers);
    }

    /**
     * Reads and decodes the next batch, unless another worker is reading, or no batch is free, or the file is at its end.
     *
     * @param decoder {@link PacketDecoder#withoutFragments}, of the calling worker
     * @return whether it did
     */
    boolean fill(PacketDecoder decoder, SensorCounters counters) {
        if (ended || !walking.tryLock()) {
            return false;
        }
        long number;
        try {
            if (ended || filled - slowest() >= batches.length) {
                return false;
            }
            number = filled;
            walk(batch(number));
        } finally {
            walking.unlock();
        }
        try {
            batch(number).decode(decoder, counters, workers);
        } catch (InternalError e) {
            batch(number).cut();
            damaged(e);
        }
        try {
            settle(number);
        } catch (InternalError e) {
            // what compiled code reads in vain is told a little later than where it was read
            damaged(e);
            settle(number);
        }
        return true;
    }

    /** Batches that are ready, counted from the file's beginning. */
    long ready() {
        return settled;
    }

    PacketBatch batch(long number) {
        return batches[(int) (number % batches.length)];
    }

    /** A worker needs a batch no more. */
    void done(int worker, long number) {
        done.set(worker, number + 1);
    }

    /** Whether there is no batch of this number and never will be. */
    boolean isOver(long number) {
        return ended && number == filled;
    }

    /** The file turned out to be shorter than it was: everything ends with what was read. */
    void damaged(InternalError error) {
        CaptureException shrunk = reader.shrunk(error);
        if (shrunk == null) {
            throw error;
        }
        damage = shrunk;
        reader.stop();
    }

    /** A worker cannot go on, so nobody can. */
    void fail(Throwable problem) {
        if (!failure.compareAndSet(null, problem) && failure.get() != problem) {
            failure.get().addSuppressed(problem);
        }
        reader.stop();
    }

    boolean hasFailed() {
        return failure.get() != null;
    }

    /** Tells the caller what went wrong, if anything did; to be called once all workers have ended. */
    void end() throws CaptureException {
        for (PacketBatch batch : batches) {
            batch.clear();
        }
        fragments.clear();
        Throwable problem = failure.get();
        if (problem instanceof InternalError e) {
            damaged(e);
            throw damage;
        }
        if (problem instanceof RuntimeException e) {
            throw e;
        }
        if (problem instanceof Error e) {
            throw e;
        }
        if (problem != null) {
            throw new IllegalStateException(problem);
        }
        if (damage != null) {
            throw damage;
        }
    }

    private void walk(PacketBatch batch) {
        batch.begin(position);
        walked = batch;
        boolean more = false;
        try {
            more = reader.forSome(handler);
        } catch (CaptureException e) {
            damage = e;
        }
        position += batch.size();
        filled++; // under the lock
        ended = !more;
    }

    private void take(
            ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType, boolean stable) {
        walked.add(buffer, offset, captured, original, timestampNs, linkType, stable);
        if (walked.isFull()) {
            reader.pause();
        }
    }

    /** Fragments need those before them, so batches become ready in order, by whom ever decoded the missing one. */
    private void settle(long number) {
        decoded.set((int) (number % batches.length), number);
        synchronized (batches) {
            long next = settled;
            while (decoded.get((int) (next % batches.length)) == next) {
                batch(next).settle(fragments, workers);
                next++;
                settled = next;
            }
        }
    }

    private long slowest() {
        long slowest = done.get(0);
        for (int i = 1; i < workers; i++) {
            slowest = Math.min(slowest, done.get(i));
        }
        return slowest;
    }
}
