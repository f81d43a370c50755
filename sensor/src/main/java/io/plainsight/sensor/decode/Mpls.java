package io.plainsight.sensor.decode;

/**
 * MPLS label stack, RFC 3032 section 2.1, and the pseudowire control word of RFC 4385.
 *
 * <pre>
 *  0 label (20 bits), traffic class (3), bottom of stack (1), TTL (8)
 * </pre>
 */
final class Mpls {
    static final int LABEL_LENGTH = 4;
    /** Real stacks hold a handful; more is an attack on the decoder. */
    static final int MAX_LABELS = 16;

    private static final int BOTTOM_OF_STACK = 0x100;
    private static final int CONTROL_WORD_LENGTH = 4;

    private Mpls() {}

    static int decode(Frame frame) {
        for (int i = 0; i < MAX_LABELS; i++) {
            if (!frame.has(LABEL_LENGTH)) {
                return Next.TRUNCATED;
            }
            boolean bottom = (frame.int32(0) & BOTTOM_OF_STACK) != 0;
            frame.skip(LABEL_LENGTH);
            if (bottom) {
                return payload(frame);
            }
        }
        return Next.TOO_DEEP;
    }

    /** MPLS does not say what it carries: the first four bits are an IP version, or 0 for a control word. */
    private static int payload(Frame frame) {
        if (!frame.has(1)) {
            return Next.TRUNCATED;
        }
        return switch (frame.u8(0) >>> 4) {
            case 4 -> EtherType.IPV4;
            case 6 -> EtherType.IPV6;
            case 0 -> controlWord(frame);
            default -> Next.ETHERNET;
        };
    }

    private static int controlWord(Frame frame) {
        if (!frame.has(CONTROL_WORD_LENGTH)) {
            return Next.TRUNCATED;
        }
        // an Ethernet frame without control word may begin with 0 as well: a control word's flags and length are mostly
        // 0
        if (frame.u16(0) == 0) {
            frame.skip(CONTROL_WORD_LENGTH);
        }
        return Next.ETHERNET;
    }
}
