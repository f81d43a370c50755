package io.plainsight.sensor.tcp;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;

/**
 * Puts one direction of a TCP connection into sequence order (RFC 9293 section 3.4).
 *
 * <p>A segment that is in order is handed on in place, straight from the packet's buffer. A segment ahead of a hole is
 * held. A hole is given up, and reported as a gap, when
 *
 * <ul>
 *   <li>the other side acknowledged bytes beyond it and {@link #REORDER_TOLERANCE} further packets of the connection did
 *       not fill it: the receiver has the bytes, so no retransmission will come, yet a capture point on two queues or two
 *       links may show the acknowledgment before the data;
 *   <li>the held segments exceed their limit or the pool's budget;
 *   <li>the direction is closed.
 * </ul>
 *
 * <p>Where two segments carry the same sequence numbers, the first copy wins. Between honest ends both are equal. Between
 * others the receivers differ by operating system, so no rule is right for all; the first copy needs no memory of bytes
 * already parsed, and nothing that is injected later can change what was seen. That a later copy differs is noticed where
 * {@link DeliveredDigest} can tell, counted, and told.
 *
 * <p>Keep-alives (one byte before the expected number) and repeated segments fall away as old. A zero window probe is the
 * first byte of what comes next and is taken as such.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one digest of the pool, nothing per in-order segment. <b>Bounds:</b> see
 * {@link HeldSegments}.
 */
public final class TcpReassembler {
    /** Packets seen after an acknowledgment beyond a hole; as many as TCP itself waits for (RFC 5681 section 3.2). */
    static final int REORDER_TOLERANCE = 3;

    /** RFC 7323 section 2.3: no window is larger. */
    static final int MAX_WINDOW = 1 << 30;
    /** Many times what offloading puts into one packet; a capture may claim any length. */
    static final int MAX_SEGMENT = 1 << 24;

    private final StreamHandler handler;
    private final SensorCounters counters;
    private final BufferPool pool;
    private final HeldSegments held;
    /** Null before the first byte and once closed. */
    private DeliveredDigest delivered;

    private boolean based;
    private int next;
    private boolean finSeen;
    private int finSequence;
    private boolean finDelivered;
    private boolean acknowledged;
    private int highestAcknowledged;
    private int patience;
    private boolean closed;

    /** @param holdLimitBytes most bytes held ahead of a hole in this direction */
    public TcpReassembler(StreamHandler handler, BufferPool pool, int holdLimitBytes, SensorCounters counters) {
        this.handler = handler;
        this.counters = counters;
        this.pool = pool;
        this.held = new HeldSegments(pool, holdLimitBytes);
    }

    /** Sets the sequence number of the first expected byte; only the first call counts. */
    public void base(int sequence) {
        if (!based) {
            based = true;
            next = sequence;
        }
    }

    /** Whether the FIN and everything before it has been handed on. */
    public boolean isFinished() {
        return finDelivered;
    }

    /**
     * Takes a segment's payload.
     *
     * @param sequence number of the first payload byte (one past a SYN)
     * @param captured bytes present at {@code offset}
     * @param length bytes that the segment carried; more than {@code captured} when the capture cut it
     */
    public void onSegment(
            ByteBuffer buffer, int offset, int captured, int length, int sequence, boolean fin, long timestampNs) {
        if (closed) {
            return;
        }
        base(sequence);
        if (!isPossible(sequence, length)) {
            counters.increment(SensorCounter.TCP_OUT_OF_WINDOW_SEGMENTS);
            return;
        }
        if (fin && !finSeen) {
            finSeen = true;
            finSequence = sequence + length;
        }
        if (length > 0) {
            if (captured < length) {
                counters.increment(SensorCounter.TCP_TRUNCATED_SEGMENTS);
            }
            take(buffer, offset, captured, length, sequence, timestampNs);
        }
        finish(timestampNs);
    }

    /** The other side acknowledged everything before {@code acknowledgment}. */
    public void onAcknowledgment(int acknowledgment) {
        if (based && (!acknowledged || SequenceNumber.isAfter(acknowledgment, highestAcknowledged))) {
            acknowledged = true;
            highestAcknowledged = acknowledgment;
        }
    }

    /** To be called once for every packet of the connection after it was taken; gives up a hole that will not fill. */
    public void onPacketDone(long timestampNs) {
        if (closed || !acknowledged || !SequenceNumber.isAfter(highestAcknowledged, next)) {
            return;
        }
        int lost = provenLoss();
        if (lost > 0 && ++patience > REORDER_TOLERANCE) {
            skip(lost, timestampNs);
            finish(timestampNs);
        }
    }

    /**
     * The other side comes to its end: what it has acknowledged and is missing here will not come, and has to be told before
     * that end, which would look like a failure otherwise.
     */
    public void giveUpAcknowledged(long timestampNs) {
        if (!closed && acknowledged) {
            int lost = provenLoss();
            if (lost > 0 && lost <= MAX_WINDOW) {
                skip(lost, timestampNs);
                finish(timestampNs);
            }
        }
    }

    /**
     * The sender broke off before {@code sequence}; what it had sent until then and is missing will not come. A single byte may be a
     * FIN that the capture missed.
     */
    public void giveUpBefore(int sequence, long timestampNs) {
        flush(timestampNs);
        int missing = SequenceNumber.distance(next, sequence);
        if (!closed && based && !finSeen && missing > 1 && missing <= MAX_WINDOW) {
            skip(missing, timestampNs);
        }
    }

    /** Ends the direction: holes are given up, what is held is handed on. */
    public void flush(long timestampNs) {
        while (!closed && !held.isEmpty()) {
            skip(SequenceNumber.distance(next, held.firstSequence()), timestampNs);
        }
        if (!closed && finSeen && !finDelivered) {
            int missing = SequenceNumber.distance(next, finSequence);
            if (missing > 0) {
                skip(missing, timestampNs);
            }
            finish(timestampNs);
        }
    }

    /** Gives all buffers back; nothing is handed on any more. */
    public void close() {
        closed = true;
        held.clear();
        pool.release(delivered);
        delivered = null;
    }

    /**
     * Whether a segment lies where a receiver could take it. Beyond, sequence numbers would run round the circle: what is held
     * would come to lie before what is expected, and nothing could be told about either.
     */
    private boolean isPossible(int sequence, int length) {
        return length <= MAX_SEGMENT && SequenceNumber.distance(next, sequence) <= MAX_WINDOW;
    }

    private void take(ByteBuffer buffer, int offset, int captured, int length, int sequence, long timestampNs) {
        int behind = SequenceNumber.distance(sequence, next);
        if (behind > 0) {
            compare(buffer, offset, Math.min(captured, Math.min(behind, length)), sequence);
        }
        if (behind >= length) {
            counters.increment(SensorCounter.TCP_RETRANSMITTED_SEGMENTS);
        } else if (behind >= 0) {
            if (behind > 0) {
                counters.increment(SensorCounter.TCP_OVERLAPPING_SEGMENTS);
            }
            deliver(buffer, offset, captured, length, sequence, timestampNs);
        } else {
            hold(buffer, offset, captured, length, sequence, timestampNs);
        }
    }

    /** Looks whether bytes that come again are the same. */
    private void compare(ByteBuffer buffer, int offset, int length, int sequence) {
        if (length > 0 && delivered != null && delivered.differs(buffer, offset, length, sequence, next)) {
            conflict();
        }
    }

    private void conflict() {
        counters.increment(SensorCounter.TCP_CONFLICTING_SEGMENTS);
        handler.onConflict();
    }

    private void hold(ByteBuffer buffer, int offset, int captured, int length, int sequence, long timestampNs) {
        counters.increment(SensorCounter.TCP_OUT_OF_ORDER_SEGMENTS);
        boolean kept = held.add(buffer, offset, captured, sequence, length);
        if (held.takeConflict()) {
            conflict();
        }
        if (kept) {
            return;
        }
        counters.increment(SensorCounter.TCP_HOLD_EXCEEDED);
        while (!closed && !held.isEmpty() && SequenceNumber.isAfter(sequence, next)) {
            skip(SequenceNumber.distance(next, held.firstSequence()), timestampNs);
        }
        if (closed) {
            return;
        }
        if (SequenceNumber.isAfter(sequence, next)) {
            skip(SequenceNumber.distance(next, sequence), timestampNs);
        }
        if (!closed && SequenceNumber.isAfter(sequence + length, next)) {
            deliver(buffer, offset, captured, length, sequence, timestampNs);
        }
    }

    /** Hands on a segment that starts at or before {@code next} and ends behind it; bytes held earlier go before its own. */
    private void deliver(ByteBuffer buffer, int offset, int captured, int length, int sequence, long timestampNs) {
        int position = SequenceNumber.distance(sequence, next);
        while (!closed && position < length) {
            int run = length - position;
            if (!held.isEmpty()) {
                run = Math.min(run, SequenceNumber.distance(next, held.firstSequence()));
            }
            if (run > 0) {
                emit(buffer, offset + position, Math.max(0, Math.min(run, captured - position)), run, timestampNs);
            }
            int own = position + run;
            drain(timestampNs);
            position = SequenceNumber.distance(sequence, next);
            // what was held has come a second time with this segment
            compare(buffer, offset + own, Math.min(Math.min(position, length), captured) - own, sequence + own);
        }
    }

    private void drain(long timestampNs) {
        while (!closed && !held.isEmpty() && held.firstSequence() == next) {
            emit(held.firstBuffer(), 0, held.firstCaptured(), held.firstLength(), timestampNs);
            if (!closed) {
                held.removeFirst();
            }
        }
    }

    private void emit(ByteBuffer buffer, int offset, int captured, int length, long timestampNs) {
        remember(buffer, offset, captured, length);
        next += length;
        patience = 0;
        if (captured > 0) {
            handler.onData(buffer, offset, captured, timestampNs);
        }
        if (!closed && captured < length) {
            gap(length - captured, timestampNs);
        }
    }

    private void remember(ByteBuffer buffer, int offset, int captured, int length) {
        if (delivered == null) {
            delivered = pool.acquireDigest();
        }
        delivered.delivered(buffer, offset, captured, next);
        if (captured < length) {
            delivered.missing(next + captured, length - captured);
        }
    }

    private void skip(int length, long timestampNs) {
        if (delivered != null) {
            delivered.missing(next, length);
        }
        next += length;
        patience = 0;
        gap(length, timestampNs);
        drain(timestampNs);
    }

    private void gap(int length, long timestampNs) {
        counters.increment(SensorCounter.TCP_GAPS);
        counters.add(SensorCounter.TCP_GAP_BYTES, length);
        handler.onGap(length, timestampNs);
    }

    /**
     * Bytes from {@code next} on that the other side has acknowledged and that are not held. With nothing behind it, one
     * acknowledged byte may be a FIN that the capture missed, and is no loss of data.
     */
    private int provenLoss() {
        int lost = SequenceNumber.distance(next, highestAcknowledged);
        if (!held.isEmpty()) {
            return Math.min(lost, SequenceNumber.distance(next, held.firstSequence()));
        }
        if (finSeen) {
            return Math.min(lost, SequenceNumber.distance(next, finSequence));
        }
        return lost == 1 ? 0 : lost;
    }

    private void finish(long timestampNs) {
        if (!closed && finSeen && !finDelivered && !SequenceNumber.isBefore(next, finSequence)) {
            finDelivered = true;
            handler.onFin(timestampNs);
        }
    }
}
