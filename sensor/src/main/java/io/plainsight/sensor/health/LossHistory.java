package io.plainsight.sensor.health;

/**
 * When one packet path lost packets, so that each observation can tell how much was lost during its connection's life.
 *
 * <p>What was lost is later than what is read: the lost packets would have stood behind all that waits in the full buffer.
 * So a stretch with loss lasts from when it is told, in the time of the packets that are read then, until the buffer was
 * seen empty, or for {@value #MOST_WAITING_SECONDS} s. A connection that was alive in any part of a stretch is told all of
 * that stretch's losses: the figure errs upwards.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #CAPACITY} stretches; nothing per packet. <b>Bounds:</b> losses
 * within a second are one stretch; when all places are taken, neighbours are joined, which makes old times coarser.
 */
public final class LossHistory {
    static final int CAPACITY = 256;
    /** Nobody's buffer holds more of a traffic that fills it. */
    static final long MOST_WAITING_SECONDS = 60;

    private static final long SECOND_NS = 1_000_000_000L;
    private static final long MOST_WAITING_NS = MOST_WAITING_SECONDS * SECOND_NS;

    private final long[] beganNs = new long[CAPACITY];
    private final long[] endedNs = new long[CAPACITY];
    private final long[] lostBefore = new long[CAPACITY];
    private final long[] packetsBefore = new long[CAPACITY];
    private int size;
    private long lost;

    private long markedNs = Long.MIN_VALUE;
    private long markedPackets;
    private long earlierPackets;

    /**
     * Called a few times a second, whether or not something was lost.
     *
     * @param packets taken by the path so far
     */
    void mark(long nowNs, long packets) {
        boolean first = markedNs == Long.MIN_VALUE;
        if (first || nowNs < markedNs || nowNs - markedNs >= SECOND_NS) {
            markedNs = nowNs;
            earlierPackets = first ? packets : markedPackets;
            markedPackets = packets;
        }
    }

    /** Packets were lost; {@code nowNs} is the time of those that are read. */
    void lost(long nowNs, long count) {
        if (size == 0 || nowNs - beganNs[size - 1] >= SECOND_NS) {
            if (size == CAPACITY) {
                join();
            }
            beganNs[size] = nowNs;
            lostBefore[size] = lost;
            packetsBefore[size] = earlierPackets;
            size++;
        }
        endedNs[size - 1] = nowNs + MOST_WAITING_NS;
        lost += count;
    }

    /** No packet waits any more: whatever was lost was lost before now. */
    void drained(long nowNs) {
        for (int i = size - 1; i >= 0 && endedNs[i] > nowNs; i--) {
            endedNs[i] = nowNs;
        }
    }

    /** Packets lost since {@code sinceNs}; 0 in a path without loss, which is the usual case and costs a comparison. */
    public long lostSince(long sinceNs) {
        if (size == 0 || endedNs[size - 1] < sinceNs) {
            return 0;
        }
        return lost - lostBefore[firstSince(sinceNs)];
    }

    /**
     * Share of the packets that were lost from the first loss since {@code sinceNs} on; 0 when there was none.
     *
     * @param packets taken by the path so far
     */
    public double shareSince(long sinceNs, long packets) {
        long missing = lostSince(sinceNs);
        if (missing == 0) {
            return 0;
        }
        long taken = Math.max(0, packets - packetsBefore[firstSince(sinceNs)]);
        return (double) missing / (missing + taken);
    }

    /** Forgets everything. */
    void clear() {
        size = 0;
        lost = 0;
        markedNs = Long.MIN_VALUE;
        markedPackets = 0;
        earlierPackets = 0;
    }

    private int firstSince(long sinceNs) {
        int first = size - 1;
        while (first > 0 && endedNs[first - 1] >= sinceNs) {
            first--;
        }
        return first;
    }

    /** Two neighbours become one that begins with the first and ends with the second. */
    private void join() {
        int kept = 0;
        for (int i = 0; i < size; i += 2) {
            int second = Math.min(i + 1, size - 1);
            beganNs[kept] = beganNs[i];
            endedNs[kept] = endedNs[second];
            lostBefore[kept] = lostBefore[i];
            packetsBefore[kept] = packetsBefore[i];
            kept++;
        }
        size = kept;
    }
}
