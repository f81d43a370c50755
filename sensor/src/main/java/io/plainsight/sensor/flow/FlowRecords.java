package io.plainsight.sensor.flow;

/**
 * The memory of the {@link FlowTable}: a record of {@link #WORDS} longs for each connection, in blocks that are allocated when
 * the first connection comes to lie in them. What every packet touches stands first, in 104 bytes, two cache lines and a
 * piece; what only the beginning, an observation or the end touches stands behind it.
 *
 * <pre>
 *   0 address A, high     1 address A, low      2 address B, high      3 address B, low
 *   4 port A (16) port B (16) protocol (8) class (8) VLAN (16)
 *   5 flags (32) unused (16) encapsulation (16)
 *   6 packets from A      7 packets from B      8 bytes from A         9 bytes from B
 *  10 latest packet      11 touched            12 in the list by touch: previous (32) following (32)
 *  13 reported           14 in the list by report: previous (32) following (32)
 *  15 first packet       16 opened             17 base A (32) base B (32)
 *  18 candidate (32) first sequence number (32)
 * </pre>
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> 152 bytes and a reference for each place, by blocks; nothing is copied to
 * grow, and what was taken is kept. <b>Bounds:</b> the capacity.
 */
final class FlowRecords {
    static final int WORDS = 19;

    static final int ADDRESSES = 0;
    static final int KEY = 4;
    static final int FLAGS = 5;
    static final int PACKETS = 6;
    static final int BYTES = 8;
    static final int LAST = 10;
    static final int TOUCHED = 11;
    static final int TOUCH_LINKS = 12;
    static final int REPORTED = 13;
    static final int REPORT_LINKS = 14;
    static final int FIRST = 15;
    static final int OPENED = 16;
    static final int BASES = 17;
    static final int CANDIDATE = 18;

    private static final int BLOCK_BITS = 10;
    /** Places in a block: 152 KiB, zeroed within some ten microseconds. */
    private static final int BLOCK = 1 << BLOCK_BITS;

    private static final int IN_BLOCK = BLOCK - 1;

    private final long[][] blocks;
    private final Object[][] states;
    private int allocated;

    FlowRecords(int capacity) {
        int count = (capacity + BLOCK - 1) >>> BLOCK_BITS;
        blocks = new long[count][];
        states = new Object[count][];
    }

    /** Makes sure that a place, the next one after those asked for before at most, has memory. */
    void ensure(int flow) {
        if (flow >>> BLOCK_BITS == allocated) {
            blocks[allocated] = new long[BLOCK * WORDS];
            states[allocated] = new Object[BLOCK];
            allocated++;
        }
    }

    /** The block that holds a connection's record. */
    long[] block(int flow) {
        return blocks[flow >>> BLOCK_BITS];
    }

    /** Where a connection's record begins in its block. */
    static int at(int flow) {
        return (flow & IN_BLOCK) * WORDS;
    }

    long get(int flow, int word) {
        return block(flow)[at(flow) + word];
    }

    void set(int flow, int word, long value) {
        block(flow)[at(flow) + word] = value;
    }

    /** The upper half of a word. */
    int upper(int flow, int word) {
        return (int) (get(flow, word) >>> 32);
    }

    int lower(int flow, int word) {
        return (int) get(flow, word);
    }

    void upper(int flow, int word, int value) {
        long[] block = block(flow);
        int at = at(flow) + word;
        block[at] = (long) value << 32 | block[at] & 0xffff_ffffL;
    }

    void lower(int flow, int word, int value) {
        long[] block = block(flow);
        int at = at(flow) + word;
        block[at] = block[at] & 0xffff_ffff_0000_0000L | value & 0xffff_ffffL;
    }

    Object state(int flow) {
        return states[flow >>> BLOCK_BITS][flow & IN_BLOCK];
    }

    void state(int flow, Object state) {
        states[flow >>> BLOCK_BITS][flow & IN_BLOCK] = state;
    }
}
