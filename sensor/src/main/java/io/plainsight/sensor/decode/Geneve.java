package io.plainsight.sensor.decode;

/**
 * Geneve, RFC 8926 section 3.4.
 *
 * <pre>
 *  0 version (2 bits), option length in words (6)   1 flags   2 protocol type   4 network identifier (3)   7 reserved
 * </pre>
 */
final class Geneve {
    static final int HEADER_LENGTH = 8;

    private static final int PROTOCOL_OFFSET = 2;
    private static final int IDENTIFIER_OFFSET = 4;
    private static final int OPTION_LENGTH_MASK = 0x3f;

    private Geneve() {}

    static int decode(Frame frame, Encapsulation outer) {
        if (!frame.has(HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int length = HEADER_LENGTH + (frame.u8(0) & OPTION_LENGTH_MASK) * 4;
        if (frame.u8(0) >>> 6 != 0) {
            return Next.NOT_IP;
        }
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        int protocol = frame.u16(PROTOCOL_OFFSET);
        outer.identify(Encapsulation.Type.GENEVE, frame.int32(IDENTIFIER_OFFSET) >>> 8);
        frame.skip(length);
        return protocol >= EtherType.MIN_ETHER_TYPE ? protocol : Next.NOT_IP;
    }
}
