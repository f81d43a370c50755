package io.plainsight.sensor.decode;

import io.plainsight.sensor.metrics.SensorCounter;

/** What came of one frame. */
public enum DecodeResult {
    /** The packet is filled in: TCP, UDP or any other protocol over IP. */
    OK(null),
    /** A fragment was taken; its datagram is not complete yet. No loss. */
    FRAGMENT_HELD(null),
    /** A fragment, left to the decoder that puts datagrams together; see {@link PacketDecoder#withoutFragments}. */
    FRAGMENT_DEFERRED(null),
    /** No IP inside, such as ARP, spanning tree or an encapsulation that is not known. */
    NOT_IP(SensorCounter.DROPS_NOT_IP),
    /** The link type is not known. */
    UNKNOWN_LINK_TYPE(SensorCounter.DROPS_UNKNOWN_LINK_TYPE),
    /** Encrypted on the link (MACsec, Wi-Fi): protected there, and nothing can be seen of what it carries. */
    LINK_ENCRYPTED(SensorCounter.DROPS_LINK_ENCRYPTED),
    /** The capture holds too little of the frame. */
    TRUNCATED(SensorCounter.DROPS_TRUNCATED),
    /** A header contradicts itself or the bytes around it. */
    MALFORMED(SensorCounter.DROPS_MALFORMED),
    /** More layers, tags or extension headers than any honest packet has. */
    TOO_DEEP(SensorCounter.DROPS_TOO_DEEP),
    /** A fragment that overlaps or contradicts others; its whole datagram was given up. */
    FRAGMENT_OVERLAP(SensorCounter.DROPS_FRAGMENT_OVERLAP);

    private final SensorCounter counter;

    DecodeResult(SensorCounter counter) {
        this.counter = counter;
    }

    /** The counter of this reason; null where nothing was dropped. */
    public SensorCounter counter() {
        return counter;
    }
}
