package io.plainsight.sensor.decode;

/**
 * Linux netfilter log, LINKTYPE_NFLOG: attributes, one of which is the packet.
 *
 * <pre>
 *  0 address family  1 version  2 resource id (2)   then attributes, each padded to 4 bytes, in host byte order:
 *  0 length with these four bytes (2)  2 type (2)  4 value
 * </pre>
 */
final class Nflog {
    static final int HEADER_LENGTH = 4;

    private static final int ATTRIBUTE_HEADER_LENGTH = 4;
    private static final int NFULA_PAYLOAD = 9;
    private static final int TYPE_MASK = 0x7fff;
    private static final int MAX_ATTRIBUTES = 64;

    private Nflog() {}

    static int decode(Frame frame) {
        if (!frame.has(HEADER_LENGTH + ATTRIBUTE_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        frame.skip(HEADER_LENGTH);
        // the capturing host's order is not recorded: the first attribute's length fits in one of the two readings
        int first = frame.u16(0);
        boolean reversed = Short.toUnsignedInt(Short.reverseBytes((short) first)) < first;
        for (int i = 0; i < MAX_ATTRIBUTES && frame.has(ATTRIBUTE_HEADER_LENGTH); i++) {
            int length = inOrder(frame.u16(0), reversed);
            int type = inOrder(frame.u16(2), reversed) & TYPE_MASK;
            if (length < ATTRIBUTE_HEADER_LENGTH) {
                return Next.MALFORMED;
            }
            if (type == NFULA_PAYLOAD) {
                frame.skip(ATTRIBUTE_HEADER_LENGTH);
                return Next.IP;
            }
            int padded = length + 3 & ~3;
            if (!frame.has(padded)) {
                return Next.TRUNCATED;
            }
            frame.skip(padded);
        }
        return Next.NOT_IP;
    }

    private static int inOrder(int value, boolean reversed) {
        return reversed ? Short.toUnsignedInt(Short.reverseBytes((short) value)) : value;
    }
}
