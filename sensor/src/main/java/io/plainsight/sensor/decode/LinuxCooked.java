package io.plainsight.sensor.decode;

/**
 * Linux cooked capture, LINKTYPE_LINUX_SLL and LINKTYPE_LINUX_SLL2.
 *
 * <pre>
 *  v1: 0 packet type  2 ARPHRD type  4 address length  6 address (8)  14 protocol
 *  v2: 0 protocol  2 reserved  4 interface index  8 ARPHRD type  10 packet type  11 address length  12 address (8)
 * </pre>
 */
final class LinuxCooked {
    static final int V1_LENGTH = 16;
    static final int V2_LENGTH = 20;

    private static final int V1_ARPHRD_OFFSET = 2;
    private static final int V1_PROTOCOL_OFFSET = 14;
    private static final int V2_PROTOCOL_OFFSET = 0;
    private static final int V2_ARPHRD_OFFSET = 8;
    /** The protocol field of a netlink message is a netlink family. */
    private static final int ARPHRD_NETLINK = 824;

    private LinuxCooked() {}

    static int decodeV1(Frame frame) {
        return decode(frame, V1_LENGTH, V1_PROTOCOL_OFFSET, V1_ARPHRD_OFFSET);
    }

    static int decodeV2(Frame frame) {
        return decode(frame, V2_LENGTH, V2_PROTOCOL_OFFSET, V2_ARPHRD_OFFSET);
    }

    private static int decode(Frame frame, int length, int protocolOffset, int arphrdOffset) {
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        int protocol = frame.u16(protocolOffset);
        boolean netlink = frame.u16(arphrdOffset) == ARPHRD_NETLINK;
        frame.skip(length);
        return protocol >= EtherType.MIN_ETHER_TYPE && !netlink ? protocol : Next.NOT_IP;
    }
}
