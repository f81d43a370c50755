package io.plainsight.sensor.flow;

import java.util.Arrays;

/**
 * Which connection of each class has been idle for longest: a doubly linked list for each {@link FlowClass}, least recently
 * used first, in arrays indexed by the connection's place.
 *
 * <p>All members of a class share one idle time, so the first of its list expires first.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> 17 bytes per place, allocated at once.
 */
final class FlowRecency {
    private static final FlowClass[] CLASSES = FlowClass.values();

    private final long[] touched;
    private final byte[] classes;
    private final int[] previous;
    private final int[] following;
    private final int[] heads = new int[CLASSES.length];
    private final int[] tails = new int[CLASSES.length];

    FlowRecency(int capacity) {
        touched = new long[capacity];
        classes = new byte[capacity];
        previous = new int[capacity];
        following = new int[capacity];
        clear();
    }

    void clear() {
        Arrays.fill(heads, FlowTable.NONE);
        Arrays.fill(tails, FlowTable.NONE);
    }

    FlowClass flowClass(int flow) {
        return CLASSES[classes[flow]];
    }

    /** Clock at the connection's latest packet. */
    long touchedNs(int flow) {
        return touched[flow];
    }

    /** The longest idle connection of a class, by the class's ordinal, or {@link FlowTable#NONE}. */
    int oldest(int flowClass) {
        return heads[flowClass];
    }

    /** The longest idle connection of all, or {@link FlowTable#NONE}. */
    int oldest() {
        int oldest = FlowTable.NONE;
        for (int head : heads) {
            if (head != FlowTable.NONE && (oldest == FlowTable.NONE || touched[head] < touched[oldest])) {
                oldest = head;
            }
        }
        return oldest;
    }

    /** Makes a connection the most recently used of its class. */
    void touch(int flow, long nowNs) {
        int flowClass = classes[flow];
        if (tails[flowClass] == flow) {
            touched[flow] = nowNs;
        } else {
            remove(flow);
            add(flow, flowClass, nowNs);
        }
    }

    void add(int flow, int flowClass, long nowNs) {
        int tail = tails[flowClass];
        classes[flow] = (byte) flowClass;
        touched[flow] = nowNs;
        previous[flow] = tail;
        following[flow] = FlowTable.NONE;
        if (tail == FlowTable.NONE) {
            heads[flowClass] = flow;
        } else {
            following[tail] = flow;
        }
        tails[flowClass] = flow;
    }

    void remove(int flow) {
        int flowClass = classes[flow];
        int before = previous[flow];
        int after = following[flow];
        if (before == FlowTable.NONE) {
            heads[flowClass] = after;
        } else {
            following[before] = after;
        }
        if (after == FlowTable.NONE) {
            tails[flowClass] = before;
        } else {
            previous[after] = before;
        }
    }
}
