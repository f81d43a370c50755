package io.plainsight.sensor.decode;

/**
 * IEEE 802.1Q tag, and the tags of 802.1BR (VN-Tag), behind their EtherType.
 *
 * <pre>
 *  802.1Q: 0 priority (3 bits), drop eligible (1), VLAN id (12)   2 EtherType
 *  VN-Tag: 0 tag (4)                                              4 EtherType
 * </pre>
 */
final class VlanTag {
    static final int LENGTH = 4;

    private static final int TYPE_OFFSET = 2;
    private static final int VLAN_ID_MASK = 0x0fff;
    private static final int VN_TAG_LENGTH = 6;
    private static final int VN_TAG_TYPE_OFFSET = 4;

    private VlanTag() {}

    static int decode(Frame frame) {
        if (!frame.has(LENGTH)) {
            return Next.TRUNCATED;
        }
        if (frame.vlanId == Packet.NO_VLAN) {
            frame.vlanId = frame.u16(0) & VLAN_ID_MASK;
        }
        return behind(frame, TYPE_OFFSET, LENGTH);
    }

    static int decodeVnTag(Frame frame) {
        return frame.has(VN_TAG_LENGTH) ? behind(frame, VN_TAG_TYPE_OFFSET, VN_TAG_LENGTH) : Next.TRUNCATED;
    }

    private static int behind(Frame frame, int typeOffset, int length) {
        int type = frame.u16(typeOffset);
        frame.skip(length);
        return type >= EtherType.MIN_ETHER_TYPE ? type : Next.NOT_IP;
    }
}
