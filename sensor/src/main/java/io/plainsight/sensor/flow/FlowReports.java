package io.plainsight.sensor.flow;

/**
 * Which connection was observed longest ago: a doubly linked list in arrays indexed by the connection's place. The clock
 * never runs backwards, so whatever is appended is the latest and the list is in order.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> 16 bytes per place, allocated at once.
 */
final class FlowReports {
    private final long[] reported;
    private final int[] previous;
    private final int[] following;
    private int head = FlowTable.NONE;
    private int tail = FlowTable.NONE;

    FlowReports(int capacity) {
        reported = new long[capacity];
        previous = new int[capacity];
        following = new int[capacity];
    }

    void clear() {
        head = FlowTable.NONE;
        tail = FlowTable.NONE;
    }

    /** The connection observed longest ago, or {@link FlowTable#NONE}. */
    int oldest() {
        return head;
    }

    /** Clock at the connection's latest observation. */
    long reportedNs(int flow) {
        return reported[flow];
    }

    /** Appends a connection observed at {@code nowNs}, the latest time so far. */
    void add(int flow, long nowNs) {
        reported[flow] = nowNs;
        previous[flow] = tail;
        following[flow] = FlowTable.NONE;
        if (tail == FlowTable.NONE) {
            head = flow;
        } else {
            following[tail] = flow;
        }
        tail = flow;
    }

    void remove(int flow) {
        int before = previous[flow];
        int after = following[flow];
        if (before == FlowTable.NONE) {
            head = after;
        } else {
            following[before] = after;
        }
        if (after == FlowTable.NONE) {
            tail = before;
        } else {
            previous[after] = before;
        }
    }
}
