package io.plainsight.sensor.decode;

/**
 * Ethernet II and IEEE 802.3 with LLC/SNAP.
 *
 * <pre>
 *  0 destination (6)   6 source (6)   12 EtherType, or length of an LLC frame (2)
 * LLC/SNAP: 14 DSAP  15 SSAP  16 control  17 OUI (3)  20 EtherType
 * </pre>
 */
final class Ethernet {
    static final int HEADER_LENGTH = 14;

    private static final int TYPE_OFFSET = 12;
    private static final int SNAP_HEADER_LENGTH = 8;
    private static final int SNAP_TYPE_OFFSET = 6;
    private static final int SNAP_DSAP_SSAP = 0xaaaa;
    private static final int UNNUMBERED_INFORMATION = 0x03;

    private Ethernet() {}

    static int decode(Frame frame) {
        if (!frame.has(HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int type = frame.u16(TYPE_OFFSET);
        frame.skip(HEADER_LENGTH);
        return type >= EtherType.MIN_ETHER_TYPE ? type : decodeLlc(frame);
    }

    /** LLC with a SNAP header, as Ethernet of IEEE 802.3 and Wi-Fi carry IP. */
    static int decodeLlc(Frame frame) {
        if (!frame.has(SNAP_HEADER_LENGTH) || frame.u16(0) != SNAP_DSAP_SSAP || frame.u8(2) != UNNUMBERED_INFORMATION) {
            return Next.NOT_IP;
        }
        int type = frame.u16(SNAP_TYPE_OFFSET);
        frame.skip(SNAP_HEADER_LENGTH);
        return type >= EtherType.MIN_ETHER_TYPE ? type : Next.NOT_IP;
    }
}
