package io.plainsight.sensor.decode;

/**
 * VXLAN, RFC 7348 section 5.
 *
 * <pre>
 *  0 flags (I bit 0x08)   1 reserved (3)   4 network identifier (3)   7 reserved
 * </pre>
 */
final class Vxlan {
    static final int HEADER_LENGTH = 8;

    private static final int VALID_IDENTIFIER = 0x08;
    private static final int IDENTIFIER_OFFSET = 4;

    private Vxlan() {}

    static int decode(Frame frame, Encapsulation outer) {
        if (!frame.has(HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        if ((frame.u8(0) & VALID_IDENTIFIER) == 0) {
            return Next.NOT_IP;
        }
        outer.identify(Encapsulation.Type.VXLAN, frame.int32(IDENTIFIER_OFFSET) >>> 8);
        frame.skip(HEADER_LENGTH);
        return Next.ETHERNET;
    }
}
