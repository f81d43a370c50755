package io.plainsight.sensor.decode;

/**
 * PPP (RFC 1661), PPPoE sessions (RFC 2516) and Cisco HDLC.
 *
 * <pre>
 *  PPP:   [0 address 0xff  1 control 0x03]  protocol (2, or 1 when compressed)
 *  PPPoE: 0 version, type  1 code  2 session id  4 length  6 PPP
 *  HDLC:  0 address  1 control  2 EtherType
 * </pre>
 */
final class Ppp {
    static final int PPPOE_HEADER_LENGTH = 6;

    private static final int ADDRESS_AND_CONTROL = 0xff03;
    private static final int PROTOCOL_LENGTH = 2;
    private static final int PROTOCOL_IPV4 = 0x0021;
    private static final int PROTOCOL_IPV6 = 0x0057;
    private static final int PROTOCOL_MPLS = 0x0281;

    private static final int PPPOE_VERSION_AND_TYPE = 0x11;
    private static final int PPPOE_LENGTH_OFFSET = 4;

    private static final int HDLC_HEADER_LENGTH = 4;
    private static final int HDLC_UNICAST = 0x0f;
    private static final int HDLC_MULTICAST = 0x8f;

    private Ppp() {}

    static int decode(Frame frame) {
        if (frame.has(PROTOCOL_LENGTH) && frame.u16(0) == ADDRESS_AND_CONTROL) {
            frame.skip(PROTOCOL_LENGTH);
        }
        if (!frame.has(PROTOCOL_LENGTH)) {
            return Next.TRUNCATED;
        }
        // protocol field compression, RFC 1661 section 6.5: an odd first byte is the whole field
        boolean compressed = (frame.u8(0) & 1) != 0;
        int protocol = compressed ? frame.u8(0) : frame.u16(0);
        frame.skip(compressed ? 1 : PROTOCOL_LENGTH);
        return switch (protocol) {
            case PROTOCOL_IPV4 -> EtherType.IPV4;
            case PROTOCOL_IPV6 -> EtherType.IPV6;
            case PROTOCOL_MPLS -> EtherType.MPLS;
            default -> Next.NOT_IP;
        };
    }

    static int decodePppoeSession(Frame frame) {
        if (!frame.has(PPPOE_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        if (frame.u8(0) != PPPOE_VERSION_AND_TYPE) {
            return Next.MALFORMED;
        }
        int length = frame.u16(PPPOE_LENGTH_OFFSET);
        frame.skip(PPPOE_HEADER_LENGTH);
        if (length < frame.wireRemaining()) {
            frame.limit(length);
        }
        return Next.PPP;
    }

    /** LINKTYPE_PPP_HDLC and LINKTYPE_C_HDLC share a place: the first byte tells which framing it is. */
    static int decodeHdlc(Frame frame) {
        if (!frame.has(HDLC_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int address = frame.u8(0);
        if (address != HDLC_UNICAST && address != HDLC_MULTICAST) {
            return Next.PPP;
        }
        int type = frame.u16(2);
        frame.skip(HDLC_HEADER_LENGTH);
        return type >= EtherType.MIN_ETHER_TYPE ? type : Next.NOT_IP;
    }
}
