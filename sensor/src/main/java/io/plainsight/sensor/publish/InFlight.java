package io.plainsight.sensor.publish;

import io.plainsight.sensor.spool.SpoolPosition;
import io.plainsight.sensor.spool.SpooledRecord;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What the producer was given and Kafka has not acknowledged, in the order of the spool. Acknowledgements come in any order;
 * the position moves over those that have come without a gap.
 *
 * <p><b>Threading:</b> the sender's thread adds, the producer's thread settles.
 */
final class InFlight {
    private final int limitBytes;
    private final Deque<Sent> sent = new ArrayDeque<>();
    private SpoolPosition settled;
    private long bytes;

    /** A record on its way. */
    static final class Sent {
        private final SpooledRecord message;
        private boolean settled;

        private Sent(SpooledRecord message) {
            this.message = message;
        }

        SpooledRecord message() {
            return message;
        }
    }

    InFlight(int limitBytes) {
        this.limitBytes = limitBytes;
    }

    synchronized Sent add(SpooledRecord message) {
        Sent entry = new Sent(message);
        sent.add(entry);
        bytes += message.entry().bytes();
        return entry;
    }

    /** Takes back what was added last and not accepted. */
    synchronized void removeLast(Sent entry) {
        if (sent.peekLast() == entry) {
            sent.removeLast();
            bytes -= entry.message.entry().bytes();
        }
    }

    /** The record is delivered, or given up; what it leaves at the front moves the position. */
    synchronized void settle(Sent entry) {
        entry.settled = true;
        while (!sent.isEmpty() && sent.peekFirst().settled) {
            Sent first = sent.removeFirst();
            bytes -= first.message.entry().bytes();
            settled = first.message.end();
        }
        notifyAll();
    }

    /** Up to where everything is settled; null before the first. */
    synchronized SpoolPosition settled() {
        return settled;
    }

    /** When the oldest record was spooled, milliseconds since the epoch; 0 when nothing is on its way. */
    synchronized long oldestSpooledMs() {
        Sent first = sent.peekFirst();
        return first == null ? 0 : first.message.spooledMs();
    }

    synchronized boolean isEmpty() {
        return sent.isEmpty();
    }

    /** Waits until there is room for more; false when time is up. */
    synchronized boolean awaitRoom(long waitMs) throws InterruptedException {
        if (bytes >= limitBytes) {
            TimeUnit.MILLISECONDS.timedWait(this, waitMs);
        }
        return bytes < limitBytes;
    }

    /** Forgets everything, because the producer is gone; gives what was not settled. */
    synchronized List<SpooledRecord> abandon() {
        List<SpooledRecord> unsettled = new ArrayList<>();
        for (Sent entry : sent) {
            if (!entry.settled) {
                unsettled.add(entry.message);
            }
        }
        sent.clear();
        bytes = 0;
        return unsettled;
    }
}
