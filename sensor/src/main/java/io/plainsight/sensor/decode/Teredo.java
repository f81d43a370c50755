package io.plainsight.sensor.decode;

/**
 * Teredo, RFC 4380 section 5.1.1: IPv6 over UDP, after an authentication and an origin indication that may be there.
 *
 * <pre>
 *  authentication: 0 0x0001  2 identifier length  3 value length  4 identifier, value  …  nonce (8)  confirmation (1)
 *  origin:         0 0x0000  2 port  4 address
 * </pre>
 */
final class Teredo {
    private static final int AUTHENTICATION = 0x0001;
    private static final int AUTHENTICATION_FIXED_LENGTH = 13;
    private static final int ORIGIN = 0x0000;
    private static final int ORIGIN_LENGTH = 8;

    private Teredo() {}

    static int decode(Frame frame) {
        if (frame.has(4) && frame.u16(0) == AUTHENTICATION) {
            int length = AUTHENTICATION_FIXED_LENGTH + frame.u8(2) + frame.u8(3);
            if (!frame.has(length)) {
                return Next.TRUNCATED;
            }
            frame.skip(length);
        }
        if (frame.has(ORIGIN_LENGTH) && frame.u16(0) == ORIGIN) {
            frame.skip(ORIGIN_LENGTH);
        }
        return frame.has(1) && frame.u8(0) >>> 4 == 6 ? EtherType.IPV6 : Next.NOT_IP;
    }
}
