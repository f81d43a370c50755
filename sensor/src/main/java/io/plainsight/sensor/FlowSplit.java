package io.plainsight.sensor;

import io.plainsight.sensor.decode.Packet;

/**
 * Tells which of several workers a packet belongs to: by its pair of addresses alone, whichever way it goes. So both
 * directions of a connection meet, and so do the connections that belong together between two hosts: FTP's control and data,
 * IKE and ESP, QUIC behind a NAT that changed the port. The addresses are those inside of tunnels, since all that a mirror
 * sends has one pair outside.
 *
 * <p>The hash has no key: whoever chooses addresses can load one worker with all of his traffic, which costs speed and
 * changes no result.
 */
final class FlowSplit {
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    private FlowSplit() {}

    /** 0 to {@code workers} - 1. */
    static int worker(Packet packet, int workers) {
        // a sum, since it does not mind the order
        long hash = mix(packet.sourceHigh * GOLDEN_RATIO + packet.sourceLow)
                + mix(packet.destinationHigh * GOLDEN_RATIO + packet.destinationLow);
        return (int) ((hash >>> Integer.SIZE) * workers >>> Integer.SIZE);
    }

    /** The finalizer of MurmurHash3. */
    private static long mix(long value) {
        long mixed = (value ^ value >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
