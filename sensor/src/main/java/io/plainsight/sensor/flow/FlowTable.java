package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;

/**
 * All connections that are alive, with what is counted and known of each.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> a connection's index ("place") stays the same until it is removed.
 * <b>Memory:</b> about 190 bytes for each connection alive at the busiest moment, beside what {@link #state} refers to; an
 * empty table takes 200 KiB. Nothing per packet. <b>Bounds:</b> the capacity; when it is reached, the connection that has been
 * idle for longest goes first.
 */
public final class FlowTable {
    /** No such connection. */
    public static final int NONE = -1;

    private static final FlowClass[] CLASSES = FlowClass.values();
    private static final int CLASS_SHIFT = 16;
    private static final long CLASS_MASK = 0xffL << CLASS_SHIFT;
    /** Idle times are kept to a 1024th. */
    private static final int PRECISION_BITS = 10;

    /*
     * A connection's data lies in its record, which the FlowIndex finds.
     *
     * All members of a class share one idle time, so the first of the class's list expires first. A lower bound for the next
     * expiry is kept, so that a packet costs one comparison; the bound is made anew when the clock has reached it. Nor is
     * anything scanned for connections that are due an observation: the one observed longest ago is the first of its list.
     *
     * "Touched" is the table's clock, which never runs backwards, and not the packet's own time: a packet with a wild
     * timestamp in the future must not make every later connection look idle.
     */
    private final int capacity;
    private final long[] idleNs;

    private final FlowRecords records;
    private final FlowIndex index;
    private final FlowList[] touched = new FlowList[CLASSES.length];
    private final FlowList reports;

    /** Places from here on were never used; those before are in use or in the list of free ones. */
    private int fresh;
    /** The place that was freed last, NONE when there is none; each has the one before in its word of links. */
    private int freed;

    private int size;
    private long clock;
    /** No connection expires before the clock gets here. */
    private long nextExpiryNs;

    /**
     * @param capacity most connections at a time, 16 to 2^24
     * @param timeouts idle times by class
     * @param key0 half of the hash key; random in production, so that collisions cannot be made on purpose
     */
    public FlowTable(int capacity, FlowTimeouts timeouts, long key0, long key1) {
        if (capacity < 16 || capacity > 1 << 24) {
            throw new IllegalArgumentException(
                    "flow table capacity must be 16 to " + (1 << 24) + ": capacity=" + capacity);
        }
        this.capacity = capacity;
        records = new FlowRecords(capacity);
        index = new FlowIndex(records, key0, key1);
        idleNs = timeouts.toNanos();
        for (int c = 0; c < touched.length; c++) {
            touched[c] = new FlowList(records, FlowRecords.TOUCHED, FlowRecords.TOUCH_LINKS);
        }
        reports = new FlowList(records, FlowRecords.REPORTED, FlowRecords.REPORT_LINKS);
        clear();
    }

    /** Forgets all connections and the clock; nobody is told. What memory was taken is kept. */
    public void clear() {
        for (int flow = 0; flow < fresh; flow++) {
            records.state(flow, null);
        }
        index.clear();
        for (FlowList list : touched) {
            list.clear();
        }
        reports.clear();
        fresh = 0;
        freed = NONE;
        size = 0;
        clock = Long.MIN_VALUE;
        nextExpiryNs = Long.MAX_VALUE;
    }

    public int size() {
        return size;
    }

    public int capacity() {
        return capacity;
    }

    /** The latest time that the table was told of. */
    public long clock() {
        return clock;
    }

    /**
     * Moves the clock on, never back, and removes the connections that have been idle for their time. Called once per
     * packet; costs a comparison until one is due.
     */
    public void advance(long nowNs, FlowListener listener) {
        if (nowNs > clock) {
            clock = nowNs;
        }
        if (clock >= nextExpiryNs) {
            expire(listener);
        }
    }

    private void expire(FlowListener listener) {
        nextExpiryNs = Long.MAX_VALUE;
        for (int c = 0; c < touched.length; c++) {
            int flow = touched[c].oldest();
            while (flow != NONE && clock - touched[c].timeNs(flow) >= idleNs[c]) {
                listener.onFlowLeaving(flow, CloseKind.IDLE);
                remove(flow);
                flow = touched[c].oldest();
            }
        }
        for (int c = 0; c < touched.length; c++) {
            int flow = touched[c].oldest();
            if (flow != NONE) {
                nextExpiryNs = Math.min(nextExpiryNs, touched[c].timeNs(flow) + idleNs[c]);
            }
        }
    }

    /** The packet's connection or {@link #NONE}; {@link #direction()} tells afterwards which way the packet goes. */
    public int find(Packet packet) {
        return index.find(packet);
    }

    /** 0 when the packet last looked up was sent by the connection's end A, 1 when by its end B. */
    public int direction() {
        return index.direction();
    }

    /** Adds the connection of the packet that {@link #find} has just not found; a full table makes room first. */
    public int insert(Packet packet, FlowClass flowClass, FlowListener listener) {
        if (size == capacity) {
            int victim = leastRecentlyUsed();
            listener.onFlowLeaving(victim, CloseKind.EVICTED);
            remove(victim);
        }
        int flow = freed;
        if (flow == NONE) {
            flow = fresh++;
            records.ensure(flow);
        } else {
            freed = records.lower(flow, FlowRecords.TOUCH_LINKS);
        }
        size++;
        index.add(flow);
        long[] block = records.block(flow);
        int at = FlowRecords.at(flow);
        block[at + FlowRecords.KEY] |= packet.vlanId & 0xffff;
        block[at + FlowRecords.FLAGS] = 0;
        block[at + FlowRecords.PACKETS] = 0;
        block[at + FlowRecords.PACKETS + 1] = 0;
        block[at + FlowRecords.BYTES] = 0;
        block[at + FlowRecords.BYTES + 1] = 0;
        block[at + FlowRecords.LAST] = packet.timestampNs;
        block[at + FlowRecords.FIRST] = packet.timestampNs;
        block[at + FlowRecords.OPENED] = clock;
        block[at + FlowRecords.CANDIDATE] = packet.sequenceNumber & 0xffff_ffffL;
        enter(flow, flowClass.ordinal());
        reports.add(flow, clock);
        return flow;
    }

    /**
     * Counts a packet. Its connection becomes the most recently used of its class where it was not within a 1024th of that class's
     * idle time already: each move touches the records of two neighbours, wherever in memory they are.
     */
    public void count(int flow, int direction, Packet packet) {
        long[] block = records.block(flow);
        int at = FlowRecords.at(flow);
        block[at + FlowRecords.PACKETS + direction]++;
        block[at + FlowRecords.BYTES + direction] += packet.ipPayloadLength;
        if (packet.timestampNs > block[at + FlowRecords.LAST]) {
            block[at + FlowRecords.LAST] = packet.timestampNs;
        }
        int flowClass = classOf(block[at + FlowRecords.KEY]);
        if (clock - block[at + FlowRecords.TOUCHED] > idleNs[flowClass] >> PRECISION_BITS) {
            touched[flowClass].renew(flow, clock);
        }
    }

    /** Takes a connection out. */
    public void remove(int flow) {
        touched[classOf(records.get(flow, FlowRecords.KEY))].remove(flow);
        reports.remove(flow);
        index.remove(flow);
        records.state(flow, null);
        records.lower(flow, FlowRecords.TOUCH_LINKS, freed);
        freed = flow;
        size--;
    }

    private void enter(int flow, int flowClass) {
        long key = records.get(flow, FlowRecords.KEY);
        records.set(flow, FlowRecords.KEY, key & ~CLASS_MASK | (long) flowClass << CLASS_SHIFT);
        touched[flowClass].add(flow, clock);
        nextExpiryNs = Math.min(nextExpiryNs, clock + idleNs[flowClass]);
    }

    private static int classOf(long key) {
        return (int) (key >>> CLASS_SHIFT) & 0xff;
    }

    /** The connection that would be evicted next, or {@link #NONE} when the table is empty. */
    public int leastRecentlyUsed() {
        int oldest = NONE;
        long oldestNs = Long.MAX_VALUE;
        for (FlowList list : touched) {
            int flow = list.oldest();
            if (flow != NONE && (oldest == NONE || list.timeNs(flow) < oldestNs)) {
                oldest = flow;
                oldestNs = list.timeNs(flow);
            }
        }
        return oldest;
    }

    public FlowClass flowClass(int flow) {
        return CLASSES[classOf(records.get(flow, FlowRecords.KEY))];
    }

    /** Moves a connection to another class, as its most recently used. */
    public void flowClass(int flow, FlowClass flowClass) {
        int now = classOf(records.get(flow, FlowRecords.KEY));
        if (now != flowClass.ordinal()) {
            touched[now].remove(flow);
            enter(flow, flowClass.ordinal());
        }
    }

    /** Upper 64 bits of an end's address; {@code end} is 0 for A, 1 for B. */
    public long addressHigh(int flow, int end) {
        return records.get(flow, FlowRecords.ADDRESSES + 2 * end);
    }

    public long addressLow(int flow, int end) {
        return records.get(flow, FlowRecords.ADDRESSES + 2 * end + 1);
    }

    public int port(int flow, int end) {
        return (int) (records.get(flow, FlowRecords.KEY) >>> 48 - 16 * end) & 0xffff;
    }

    /** IANA protocol number. */
    public int protocol(int flow) {
        return (int) (records.get(flow, FlowRecords.KEY) >>> 24) & 0xff;
    }

    /** Packets sent by an end. */
    public long packets(int flow, int end) {
        return records.get(flow, FlowRecords.PACKETS + end);
    }

    /** IP payload bytes sent by an end. */
    public long bytes(int flow, int end) {
        return records.get(flow, FlowRecords.BYTES + end);
    }

    /** Time of the packet that opened the connection, nanoseconds since the Unix epoch. */
    public long firstNs(int flow) {
        return records.get(flow, FlowRecords.FIRST);
    }

    /** Latest packet time. */
    public long lastNs(int flow) {
        return records.get(flow, FlowRecords.LAST);
    }

    /** VLAN of the first packet, or {@link Packet#NO_VLAN}. */
    public int vlan(int flow) {
        return (short) records.get(flow, FlowRecords.KEY);
    }

    /** The tunnel of the first packet by a number that the caller gave, 0 to 65535; 0 at first. */
    public int encapsulation(int flow) {
        return records.lower(flow, FlowRecords.FLAGS);
    }

    public void encapsulation(int flow, int number) {
        records.lower(flow, FlowRecords.FLAGS, number & 0xffff);
    }

    /**
     * TCP sequence number of the first packet, which tells apart connections that began at the same time; for ICMP the
     * first message's type and code (type in bits 8 to 15).
     */
    public int firstSequence(int flow) {
        return records.lower(flow, FlowRecords.CANDIDATE);
    }

    public void firstSequence(int flow, int value) {
        records.lower(flow, FlowRecords.CANDIDATE, value);
    }

    /** Clock at the connection's start: differs from its first packet's time where a capture's time jumps back. */
    public long openedNs(int flow) {
        return records.get(flow, FlowRecords.OPENED);
    }

    /** Notes that the connection has just been observed; its start counts as the first time. */
    public void reported(int flow) {
        reports.renew(flow, clock);
    }

    /** A connection whose latest observation is at least {@code intervalNs} old by the clock, or {@link #NONE}. */
    public int dueForReport(long intervalNs) {
        int oldest = reports.oldest();
        return oldest != NONE && clock - reports.timeNs(oldest) >= intervalNs ? oldest : NONE;
    }

    /** Sequence number of the first payload byte of an end; meaningful when the flow layer's flag says so. */
    int base(int flow, int end) {
        return end == 0 ? records.upper(flow, FlowRecords.BASES) : records.lower(flow, FlowRecords.BASES);
    }

    void base(int flow, int end, int sequence) {
        if (end == 0) {
            records.upper(flow, FlowRecords.BASES, sequence);
        } else {
            records.lower(flow, FlowRecords.BASES, sequence);
        }
    }

    int candidate(int flow) {
        return records.upper(flow, FlowRecords.CANDIDATE);
    }

    void candidate(int flow, int sequence) {
        records.upper(flow, FlowRecords.CANDIDATE, sequence);
    }

    /** Bits of {@link FlowFlags}. */
    public int flags(int flow) {
        return records.upper(flow, FlowRecords.FLAGS);
    }

    public void flags(int flow, int value) {
        records.upper(flow, FlowRecords.FLAGS, value);
    }

    public boolean has(int flow, int flag) {
        return (flags(flow) & flag) != 0;
    }

    /** Sets bits of {@link FlowFlags}. */
    public void mark(int flow, int flag) {
        flags(flow, flags(flow) | flag);
    }

    /** The end that opened the connection, as far as known: 0 for A, 1 for B. */
    public int initiator(int flow) {
        return has(flow, FlowFlags.INITIATOR_IS_B) ? 1 : 0;
    }

    public void initiator(int flow, int end) {
        int others = flags(flow) & ~FlowFlags.INITIATOR_IS_B;
        flags(flow, end == 0 ? others : others | FlowFlags.INITIATOR_IS_B);
    }

    /** What inspection has left: null, something under inspection, or what was {@link Decided}. */
    public Object state(int flow) {
        return records.state(flow);
    }

    public void state(int flow, Object state) {
        records.state(flow, state);
    }
}
