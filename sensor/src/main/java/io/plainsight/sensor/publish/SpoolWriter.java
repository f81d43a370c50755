package io.plainsight.sensor.publish;

import io.plainsight.sensor.publish.ObservationQueue.Item;
import io.plainsight.sensor.spool.LossReason;
import io.plainsight.sensor.spool.Spool;
import io.plainsight.sensor.spool.SpoolListener;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes observations from the queue to the spool as fast as they come, so that nothing but this thread waits for the disk.
 * Those of files that are played wait while the spool is full; those of live traffic push out the oldest.
 *
 * <p><b>Threading:</b> {@link #run} is a thread of its own, which ends once the queue is closed and empty.
 */
final class SpoolWriter implements Runnable {
    private static final Logger LOG = LoggerFactory.getLogger(SpoolWriter.class);
    private static final int BATCH_BYTES = 256 << 10;
    private static final long IDLE_MS = 5_000;
    private static final long ROOM_WAIT_MS = 20;

    private final ObservationQueue queue;
    private final Spool spool;
    private final SpoolListener listener;
    private final Runnable onWritten;
    private long written;

    /** @param onWritten called after each write */
    SpoolWriter(ObservationQueue queue, Spool spool, SpoolListener listener, Runnable onWritten) {
        this.queue = queue;
        this.spool = spool;
        this.listener = listener;
        this.onWritten = onWritten;
    }

    @Override
    public void run() {
        try {
            while (true) {
                List<Item> items = queue.take(BATCH_BYTES, IDLE_MS);
                if (!items.isEmpty()) {
                    write(items);
                } else if (queue.isClosed()) {
                    return;
                } else {
                    spool.tidy();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; what is in the queue would be lost
        }
    }

    private void write(List<Item> items) throws InterruptedException {
        if (!items.get(0).patient() || awaitRoom(items)) {
            append(items);
        } else {
            listener.onLost(LossReason.STOPPED, items.size());
        }
        queue.written();
        synchronized (this) {
            written += items.size();
            notifyAll();
        }
        onWritten.run();
    }

    /** A fault of ours must not end this thread: nothing would be published any more. */
    private void append(List<Item> items) {
        try {
            spool.append(items.stream().map(Item::entry).toList());
        } catch (RuntimeException e) {
            LOG.error("spool failed, this is a bug, please report it", e);
            listener.onLost(LossReason.DISK, items.size());
        }
    }

    /** False when the program ends first. */
    private boolean awaitRoom(List<Item> items) throws InterruptedException {
        int bytes = items.stream().mapToInt(item -> item.entry().bytes()).sum();
        while (!spool.hasRoom(bytes)) {
            if (queue.isClosed()) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(ROOM_WAIT_MS);
        }
        return true;
    }

    /** Returns once so many entries of the queue were written (or lost, and counted); false when time is up. */
    synchronized boolean awaitWritten(long entries, long waitMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        while (written < entries) {
            long leftNs = deadline - System.nanoTime();
            if (leftNs <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
        return true;
    }
}
