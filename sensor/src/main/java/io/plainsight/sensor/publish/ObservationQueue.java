package io.plainsight.sensor.publish;

import io.plainsight.sensor.spool.Entry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Between the threads that read packets and the one that writes the spool. Bounded in bytes.
 *
 * <p><b>Threading:</b> any thread puts, one takes. The lock is only ever held for a few instructions.
 */
final class ObservationQueue {
    private final int limitBytes;
    private final Deque<Item> items = new ArrayDeque<>();
    private long bytes;
    /** Of what was taken last, until it is written. */
    private long takenBytes;

    private long accepted;
    private boolean closed;

    /** @param patient whether its sender waits for room rather than lose anything */
    record Item(Entry entry, boolean patient) {}

    ObservationQueue(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    /** False when there is no room. Does not wait. */
    synchronized boolean offer(Entry entry) {
        if (closed || !hasRoom(entry)) {
            return false;
        }
        add(new Item(entry, false));
        return true;
    }

    /** Waits for room; false when the queue was closed meanwhile. */
    synchronized boolean put(Entry entry) throws InterruptedException {
        while (!closed && !hasRoom(entry)) {
            wait();
        }
        if (closed) {
            return false;
        }
        add(new Item(entry, true));
        return true;
    }

    /** An entry larger than the whole queue has room when it is alone. */
    private boolean hasRoom(Entry entry) {
        return items.isEmpty() || bytes + entry.bytes() <= limitBytes;
    }

    private void add(Item item) {
        items.add(item);
        bytes += item.entry().bytes();
        accepted++;
        notifyAll();
    }

    /**
     * Takes the oldest items, all patient or all not, and no more than about {@code mostBytes}.
     *
     * @return empty when none came within {@code waitMs}
     */
    synchronized List<Item> take(int mostBytes, long waitMs) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(waitMs);
        for (long leftNs = deadline - System.nanoTime();
                items.isEmpty() && !closed && leftNs > 0;
                leftNs = deadline - System.nanoTime()) {
            TimeUnit.NANOSECONDS.timedWait(this, leftNs);
        }
        List<Item> taken = new ArrayList<>();
        takenBytes = 0;
        while (!items.isEmpty() && takenBytes < mostBytes) {
            if (!taken.isEmpty() && items.peek().patient() != taken.get(0).patient()) {
                break;
            }
            Item item = items.poll();
            takenBytes += item.entry().bytes();
            taken.add(item);
        }
        if (!taken.isEmpty()) {
            bytes -= takenBytes;
            notifyAll();
        }
        return taken;
    }

    /** Lets nothing in any more, and nobody wait. */
    synchronized void close() {
        closed = true;
        notifyAll();
    }

    synchronized boolean isClosed() {
        return closed;
    }

    /** What was taken last is safe. */
    synchronized void written() {
        takenBytes = 0;
    }

    /** What is not written yet: 0 means that a kill at this moment loses nothing. */
    synchronized long bytes() {
        return bytes + takenBytes;
    }

    /** How many entries were let in so far. */
    synchronized long accepted() {
        return accepted;
    }
}
