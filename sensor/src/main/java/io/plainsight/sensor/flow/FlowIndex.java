package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import java.util.Arrays;

/**
 * Finds a connection's place in the {@link FlowTable} by addresses, ports and protocol, whichever way a packet goes.
 *
 * <p>The VLAN is no part of the key: on mirror ports the two directions of one connection often carry different tags, or
 * only one of them has a tag, and a conversation cut in two halves cannot be judged. The price is that equal addresses in
 * two VLANs with the same ports at the same time run together. Nor is the IP version: IPv4 is IPv4-mapped.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> 16 to 32 bytes per connection, doubled when they are half used: at the last
 * step before a million connections, half a million entries move, in about ten milliseconds. It never shrinks.
 */
final class FlowIndex {
    /*
     * An open-addressing table with linear probing that is never more than half full; removal shifts the following entries
     * back, so there are no tombstones and a probe stays short for ever. An entry holds the hash in its upper half and
     * place + 1 in its lower one, so that neither a probe of another connection nor growing touches a record.
     */
    private static final int FIRST_SLOTS = 1 << 11;
    private static final int KEY_SHIFT = 24;

    private final FlowRecords records;
    private final KeyedHash hash;
    private long[] slots = new long[FIRST_SLOTS];
    private int size;

    private long keyHighA;
    private long keyLowA;
    private long keyHighB;
    private long keyLowB;
    /** Port A, port B, protocol in the lower 40 bits, as the upper 40 bits of the record's word. */
    private long key;

    private int keyHash;
    private int direction;

    /** @param key0 half of the hash key; random in production, so that collisions cannot be made on purpose */
    FlowIndex(FlowRecords records, long key0, long key1) {
        this.records = records;
        hash = new KeyedHash(key0, key1);
    }

    void clear() {
        if (size > 0) {
            Arrays.fill(slots, 0);
            size = 0;
        }
    }

    /** The packet's connection or {@link FlowTable#NONE}; {@link #direction()} tells afterwards which way the packet goes. */
    int find(Packet packet) {
        setKey(packet);
        final long[] slots = this.slots;
        final int mask = slots.length - 1;
        final int wanted = keyHash;
        int slot = wanted & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            int flow = (int) entry - 1;
            if ((int) (entry >>> 32) == wanted && isKey(flow)) {
                return flow;
            }
            slot = (slot + 1) & mask;
        }
        return FlowTable.NONE;
    }

    /** 0 when the packet last looked up was sent by the connection's end A, 1 when by its end B. */
    int direction() {
        return direction;
    }

    /** Enters the connection of the packet that {@link #find} has just not found; writes the key into its record. */
    void add(int flow) {
        long[] block = records.block(flow);
        int at = FlowRecords.at(flow);
        block[at + FlowRecords.ADDRESSES] = keyHighA;
        block[at + FlowRecords.ADDRESSES + 1] = keyLowA;
        block[at + FlowRecords.ADDRESSES + 2] = keyHighB;
        block[at + FlowRecords.ADDRESSES + 3] = keyLowB;
        block[at + FlowRecords.KEY] = key << KEY_SHIFT;
        if (++size > slots.length >>> 1) {
            grow();
        }
        enter(slots, (long) keyHash << 32 | flow + 1);
    }

    void remove(int flow) {
        final long[] slots = this.slots;
        final int mask = slots.length - 1;
        int hole = hashOf(flow) & mask;
        while ((int) slots[hole] != flow + 1) {
            hole = (hole + 1) & mask;
        }
        int slot = (hole + 1) & mask;
        for (long entry = slots[slot]; entry != 0; entry = slots[slot]) {
            int home = (int) (entry >>> 32) & mask;
            // The entry may move into the hole unless its home lies cyclically behind the hole.
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                slots[hole] = entry;
                hole = slot;
            }
            slot = (slot + 1) & mask;
        }
        slots[hole] = 0;
        size--;
    }

    private void grow() {
        long[] wider = new long[slots.length << 1];
        for (long entry : slots) {
            if (entry != 0) {
                enter(wider, entry);
            }
        }
        slots = wider;
    }

    private static void enter(long[] slots, long entry) {
        int mask = slots.length - 1;
        int slot = (int) (entry >>> 32) & mask;
        while (slots[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        slots[slot] = entry;
    }

    private int hashOf(int flow) {
        long[] block = records.block(flow);
        int at = FlowRecords.at(flow);
        return hash.of(
                block[at + FlowRecords.ADDRESSES],
                block[at + FlowRecords.ADDRESSES + 1],
                block[at + FlowRecords.ADDRESSES + 2],
                block[at + FlowRecords.ADDRESSES + 3],
                block[at + FlowRecords.KEY] >>> KEY_SHIFT);
    }

    private void setKey(Packet packet) {
        int order = Long.compareUnsigned(packet.sourceHigh, packet.destinationHigh);
        if (order == 0) {
            order = Long.compareUnsigned(packet.sourceLow, packet.destinationLow);
        }
        if (order == 0) {
            order = Integer.compare(packet.sourcePort, packet.destinationPort);
        }
        if (order <= 0) {
            direction = 0;
            keyHighA = packet.sourceHigh;
            keyLowA = packet.sourceLow;
            keyHighB = packet.destinationHigh;
            keyLowB = packet.destinationLow;
            key = key(packet.sourcePort, packet.destinationPort, packet.protocol);
        } else {
            direction = 1;
            keyHighA = packet.destinationHigh;
            keyLowA = packet.destinationLow;
            keyHighB = packet.sourceHigh;
            keyLowB = packet.sourceLow;
            key = key(packet.destinationPort, packet.sourcePort, packet.protocol);
        }
        keyHash = hash.of(keyHighA, keyLowA, keyHighB, keyLowB, key);
    }

    private static long key(int portA, int portB, int protocol) {
        return (long) portA << 24 | portB << 8 | protocol;
    }

    private boolean isKey(int flow) {
        long[] block = records.block(flow);
        int at = FlowRecords.at(flow);
        return block[at + FlowRecords.ADDRESSES + 1] == keyLowA
                && block[at + FlowRecords.ADDRESSES + 3] == keyLowB
                && block[at + FlowRecords.KEY] >>> KEY_SHIFT == key
                && block[at + FlowRecords.ADDRESSES] == keyHighA
                && block[at + FlowRecords.ADDRESSES + 2] == keyHighB;
    }
}
