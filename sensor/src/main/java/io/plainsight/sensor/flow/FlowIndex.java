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
 * <p><b>Threading:</b> one thread. <b>Memory:</b> about 60 bytes per place, allocated at once.
 */
final class FlowIndex {
    /*
     * An open-addressing table of place + 1 with linear probing, twice as large as the flow table, so its load never
     * passes one half; removal shifts the following entries back, so there are no tombstones and a probe stays short for
     * ever.
     */
    private final int[] index;
    private final int mask;
    private final SipHash sipHash;

    private final long[] addresses;
    private final int[] ports;
    private final byte[] protocols;
    private final int[] hashes;

    private long keyHighA;
    private long keyLowA;
    private long keyHighB;
    private long keyLowB;
    private int keyPorts;
    private int keyHash;
    private int keyProtocol;
    private int direction;

    /** @param key0 half of the hash key; random in production, so that collisions cannot be made on purpose */
    FlowIndex(int capacity, long key0, long key1) {
        int slots = Integer.highestOneBit(capacity - 1) << 2;
        index = new int[slots];
        mask = slots - 1;
        sipHash = new SipHash(key0, key1);
        addresses = new long[4 * capacity];
        ports = new int[capacity];
        protocols = new byte[capacity];
        hashes = new int[capacity];
    }

    void clear() {
        Arrays.fill(index, 0);
    }

    /** The packet's connection or {@link FlowTable#NONE}; {@link #direction()} tells afterwards which way the packet goes. */
    int find(Packet packet) {
        setKey(packet);
        for (int slot = keyHash & mask; index[slot] != 0; slot = (slot + 1) & mask) {
            int flow = index[slot] - 1;
            if (hashes[flow] == keyHash && isKey(flow)) {
                return flow;
            }
        }
        return FlowTable.NONE;
    }

    /** 0 when the packet last looked up was sent by the connection's end A, 1 when by its end B. */
    int direction() {
        return direction;
    }

    /** Enters the connection of the packet that {@link #find} has just not found. */
    void add(int flow) {
        addresses[4 * flow] = keyHighA;
        addresses[4 * flow + 1] = keyLowA;
        addresses[4 * flow + 2] = keyHighB;
        addresses[4 * flow + 3] = keyLowB;
        ports[flow] = keyPorts;
        protocols[flow] = (byte) keyProtocol;
        hashes[flow] = keyHash;
        int slot = keyHash & mask;
        while (index[slot] != 0) {
            slot = (slot + 1) & mask;
        }
        index[slot] = flow + 1;
    }

    void remove(int flow) {
        int hole = hashes[flow] & mask;
        while (index[hole] != flow + 1) {
            hole = (hole + 1) & mask;
        }
        for (int slot = (hole + 1) & mask; index[slot] != 0; slot = (slot + 1) & mask) {
            int home = hashes[index[slot] - 1] & mask;
            // The entry may move into the hole unless its home lies cyclically behind the hole.
            if (((slot - home) & mask) >= ((slot - hole) & mask)) {
                index[hole] = index[slot];
                hole = slot;
            }
        }
        index[hole] = 0;
    }

    long addressHigh(int flow, int end) {
        return addresses[4 * flow + 2 * end];
    }

    long addressLow(int flow, int end) {
        return addresses[4 * flow + 2 * end + 1];
    }

    int port(int flow, int end) {
        return end == 0 ? ports[flow] >>> 16 : ports[flow] & 0xffff;
    }

    int protocol(int flow) {
        return protocols[flow] & 0xff;
    }

    private void setKey(Packet packet) {
        keyProtocol = packet.protocol;
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
            keyPorts = packet.sourcePort << 16 | packet.destinationPort & 0xffff;
        } else {
            direction = 1;
            keyHighA = packet.destinationHigh;
            keyLowA = packet.destinationLow;
            keyHighB = packet.sourceHigh;
            keyLowB = packet.sourceLow;
            keyPorts = packet.destinationPort << 16 | packet.sourcePort & 0xffff;
        }
        long hash = sipHash.begin()
                .add(keyHighA)
                .add(keyLowA)
                .add(keyHighB)
                .add(keyLowB)
                .add((long) packet.protocol << 32 | keyPorts & 0xffffffffL)
                .end();
        keyHash = (int) (hash ^ hash >>> 32);
    }

    private boolean isKey(int flow) {
        int at = 4 * flow;
        return addresses[at] == keyHighA
                && addresses[at + 1] == keyLowA
                && addresses[at + 2] == keyHighB
                && addresses[at + 3] == keyLowB
                && ports[flow] == keyPorts
                && protocols[flow] == (byte) keyProtocol;
    }
}
