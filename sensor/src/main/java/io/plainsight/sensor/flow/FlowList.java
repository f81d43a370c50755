package io.plainsight.sensor.flow;

/**
 * Connections in the order of a time that only grows, the earliest first: a doubly linked list through the connections'
 * records. The table's clock never runs backwards, so whatever is appended is the latest and the list is in order.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> none of its own.
 */
final class FlowList {
    private final FlowRecords records;
    private final int timeWord;
    private final int linkWord;
    private int head = FlowTable.NONE;
    private int tail = FlowTable.NONE;

    /**
     * @param timeWord word of the record that holds the time
     * @param linkWord word of the record that holds the neighbours
     */
    FlowList(FlowRecords records, int timeWord, int linkWord) {
        this.records = records;
        this.timeWord = timeWord;
        this.linkWord = linkWord;
    }

    void clear() {
        head = FlowTable.NONE;
        tail = FlowTable.NONE;
    }

    /** The connection with the earliest time, or {@link FlowTable#NONE}. */
    int oldest() {
        return head;
    }

    long timeNs(int flow) {
        return records.get(flow, timeWord);
    }

    /** Appends a connection; {@code nowNs} is the latest time so far. */
    void add(int flow, long nowNs) {
        records.set(flow, timeWord, nowNs);
        records.set(flow, linkWord, (long) tail << 32 | FlowTable.NONE & 0xffff_ffffL);
        if (tail == FlowTable.NONE) {
            head = flow;
        } else {
            records.lower(tail, linkWord, flow);
        }
        tail = flow;
    }

    /** Makes a connection of the list its latest. */
    void renew(int flow, long nowNs) {
        if (tail == flow) {
            records.set(flow, timeWord, nowNs);
        } else {
            remove(flow);
            add(flow, nowNs);
        }
    }

    void remove(int flow) {
        long links = records.get(flow, linkWord);
        int before = (int) (links >>> 32);
        int after = (int) links;
        if (before == FlowTable.NONE) {
            head = after;
        } else {
            records.lower(before, linkWord, after);
        }
        if (after == FlowTable.NONE) {
            tail = before;
        } else {
            records.upper(after, linkWord, before);
        }
    }
}
