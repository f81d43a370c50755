package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.CloseKind;
import java.util.Arrays;

/**
 * All connections that are alive, with what is counted and known of each.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> a connection's index stays the same until it is removed.
 * <b>Memory:</b> about 160 bytes per place, allocated at once; nothing per packet or connection. <b>Bounds:</b> the
 * capacity; when it is reached, the connection that has been idle for longest goes first.
 */
public final class FlowTable {
    /** No such connection. */
    public static final int NONE = -1;

    /*
     * A connection's data lies in parallel arrays at its index ("place"), which the FlowIndex finds.
     *
     * Expiry looks at the longest idle connection of each of the six classes per packet and never scans; nor does the
     * search for connections that are due an observation, which looks at the one observed longest ago.
     *
     * "Touched" is the table's clock, which never runs backwards, and not the packet's own time: a packet with a wild
     * timestamp in the future must not make every later connection look idle.
     */
    private final int capacity;
    private final long[] idleNs;

    private final FlowIndex index;
    private final long[] packets;
    private final long[] bytes;
    private final long[] first;
    private final long[] last;
    private final long[] opened;
    private final int[] firstSequence;
    private final int[] bases;
    private final int[] candidates;
    private final int[] flags;
    private final short[] vlans;
    private final short[] encapsulations;
    private final Object[] states;
    private final FlowRecency recency;
    private final FlowReports reports;
    private final int[] free;

    private int size;
    private long clock = Long.MIN_VALUE;

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
        index = new FlowIndex(capacity, key0, key1);
        idleNs = timeouts.toNanos();
        packets = new long[2 * capacity];
        bytes = new long[2 * capacity];
        first = new long[capacity];
        last = new long[capacity];
        opened = new long[capacity];
        firstSequence = new int[capacity];
        bases = new int[2 * capacity];
        candidates = new int[capacity];
        flags = new int[capacity];
        vlans = new short[capacity];
        encapsulations = new short[capacity];
        states = new Object[capacity];
        recency = new FlowRecency(capacity);
        reports = new FlowReports(capacity);
        free = new int[capacity];
        clear();
    }

    /** Forgets all connections and the clock; nobody is told. */
    public void clear() {
        index.clear();
        Arrays.fill(states, null);
        recency.clear();
        reports.clear();
        for (int i = 0; i < capacity; i++) {
            free[i] = i;
        }
        size = 0;
        clock = Long.MIN_VALUE;
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
     * packet; costs a look at each class's oldest connection.
     */
    public void advance(long nowNs, FlowListener listener) {
        if (nowNs > clock) {
            clock = nowNs;
        }
        for (int c = 0; c < idleNs.length; c++) {
            int flow = recency.oldest(c);
            while (flow != NONE && clock - recency.touchedNs(flow) >= idleNs[c]) {
                listener.onFlowLeaving(flow, CloseKind.IDLE);
                remove(flow);
                flow = recency.oldest(c);
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
        int flow = free[size++];
        index.add(flow);
        packets[2 * flow] = 0;
        packets[2 * flow + 1] = 0;
        bytes[2 * flow] = 0;
        bytes[2 * flow + 1] = 0;
        first[flow] = packet.timestampNs;
        last[flow] = packet.timestampNs;
        opened[flow] = clock;
        firstSequence[flow] = packet.sequenceNumber;
        flags[flow] = 0;
        vlans[flow] = (short) packet.vlanId;
        encapsulations[flow] = 0;
        recency.add(flow, flowClass.ordinal(), clock);
        reports.add(flow, clock);
        return flow;
    }

    /** Counts a packet and makes its connection the most recently used of its class. */
    public void count(int flow, int direction, Packet packet) {
        packets[2 * flow + direction]++;
        bytes[2 * flow + direction] += packet.ipPayloadLength;
        if (packet.timestampNs > last[flow]) {
            last[flow] = packet.timestampNs;
        }
        recency.touch(flow, clock);
    }

    /** Takes a connection out. */
    public void remove(int flow) {
        recency.remove(flow);
        reports.remove(flow);
        index.remove(flow);
        states[flow] = null;
        free[--size] = flow;
    }

    /** The connection that would be evicted next, or {@link #NONE} when the table is empty. */
    public int leastRecentlyUsed() {
        return recency.oldest();
    }

    public FlowClass flowClass(int flow) {
        return recency.flowClass(flow);
    }

    /** Moves a connection to another class, as its most recently used. */
    public void flowClass(int flow, FlowClass flowClass) {
        if (recency.flowClass(flow) != flowClass) {
            recency.remove(flow);
            recency.add(flow, flowClass.ordinal(), clock);
        }
    }

    /** Upper 64 bits of an end's address; {@code end} is 0 for A, 1 for B. */
    public long addressHigh(int flow, int end) {
        return index.addressHigh(flow, end);
    }

    public long addressLow(int flow, int end) {
        return index.addressLow(flow, end);
    }

    public int port(int flow, int end) {
        return index.port(flow, end);
    }

    /** IANA protocol number. */
    public int protocol(int flow) {
        return index.protocol(flow);
    }

    /** Packets sent by an end. */
    public long packets(int flow, int end) {
        return packets[2 * flow + end];
    }

    /** IP payload bytes sent by an end. */
    public long bytes(int flow, int end) {
        return bytes[2 * flow + end];
    }

    /** Time of the packet that opened the connection, nanoseconds since the Unix epoch. */
    public long firstNs(int flow) {
        return first[flow];
    }

    /** Latest packet time. */
    public long lastNs(int flow) {
        return last[flow];
    }

    /** VLAN of the first packet, or {@link Packet#NO_VLAN}. */
    public int vlan(int flow) {
        return vlans[flow];
    }

    /** The tunnel of the first packet by a number that the caller gave, 0 to 65535; 0 at first. */
    public int encapsulation(int flow) {
        return encapsulations[flow] & 0xffff;
    }

    public void encapsulation(int flow, int number) {
        encapsulations[flow] = (short) number;
    }

    /**
     * TCP sequence number of the first packet, which tells apart connections that began at the same time; for ICMP the
     * first message's type and code (type in bits 8 to 15).
     */
    public int firstSequence(int flow) {
        return firstSequence[flow];
    }

    public void firstSequence(int flow, int value) {
        firstSequence[flow] = value;
    }

    /** Clock at the connection's start: differs from its first packet's time where a capture's time jumps back. */
    public long openedNs(int flow) {
        return opened[flow];
    }

    /** Notes that the connection has just been observed; its start counts as the first time. */
    public void reported(int flow) {
        reports.remove(flow);
        reports.add(flow, clock);
    }

    /** A connection whose latest observation is at least {@code intervalNs} old by the clock, or {@link #NONE}. */
    public int dueForReport(long intervalNs) {
        int oldest = reports.oldest();
        return oldest != NONE && clock - reports.reportedNs(oldest) >= intervalNs ? oldest : NONE;
    }

    /** Sequence number of the first payload byte of an end; meaningful when the flow layer's flag says so. */
    int base(int flow, int end) {
        return bases[2 * flow + end];
    }

    void base(int flow, int end, int sequence) {
        bases[2 * flow + end] = sequence;
    }

    int candidate(int flow) {
        return candidates[flow];
    }

    void candidate(int flow, int sequence) {
        candidates[flow] = sequence;
    }

    /** Bits of {@link FlowFlags}. */
    public int flags(int flow) {
        return flags[flow];
    }

    public void flags(int flow, int value) {
        flags[flow] = value;
    }

    public boolean has(int flow, int flag) {
        return (flags[flow] & flag) != 0;
    }

    /** Sets bits of {@link FlowFlags}. */
    public void mark(int flow, int flag) {
        flags[flow] |= flag;
    }

    /** The end that opened the connection, as far as known: 0 for A, 1 for B. */
    public int initiator(int flow) {
        return (flags[flow] & FlowFlags.INITIATOR_IS_B) != 0 ? 1 : 0;
    }

    public void initiator(int flow, int end) {
        flags[flow] = end == 0 ? flags[flow] & ~FlowFlags.INITIATOR_IS_B : flags[flow] | FlowFlags.INITIATOR_IS_B;
    }

    /** What inspection has left: null, something under inspection or its result. */
    public Object state(int flow) {
        return states[flow];
    }

    public void state(int flow, Object state) {
        states[flow] = state;
    }
}
