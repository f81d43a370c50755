package io.plainsight.sensor.decode;

/**
 * Data messages of L2TP version 2, RFC 2661 section 3.1. Control messages are given as the datagrams that they are.
 *
 * <pre>
 *  0 T L x x S x O P x x x x version (4 bits)   [2 length]   tunnel id (2)   session id (2)   [Ns (2), Nr (2)]   [offset (2), pad]
 * </pre>
 */
final class L2tp {
    private static final int CONTROL = 0x8000;
    private static final int LENGTH_PRESENT = 0x4000;
    private static final int SEQUENCE_PRESENT = 0x0800;
    private static final int OFFSET_PRESENT = 0x0200;
    private static final int VERSION_MASK = 0x000f;
    private static final int VERSION_2 = 2;
    private static final int FLAGS_LENGTH = 2;
    private static final int FIELD_LENGTH = 2;

    private L2tp() {}

    static int decode(Frame frame, Encapsulation outer) {
        if (!frame.has(FLAGS_LENGTH)) {
            return Next.TRUNCATED;
        }
        int flags = frame.u16(0);
        if ((flags & CONTROL) != 0 || (flags & VERSION_MASK) != VERSION_2) {
            return Next.NOT_IP;
        }
        int session = FLAGS_LENGTH + ((flags & LENGTH_PRESENT) != 0 ? FIELD_LENGTH : 0) + FIELD_LENGTH;
        int length = session + FIELD_LENGTH + ((flags & SEQUENCE_PRESENT) != 0 ? 2 * FIELD_LENGTH : 0);
        boolean offset = (flags & OFFSET_PRESENT) != 0;
        if (!frame.has(length + (offset ? FIELD_LENGTH : 0))) {
            return Next.TRUNCATED;
        }
        outer.identify(Encapsulation.Type.L2TP, frame.u16(session));
        int pad = offset ? FIELD_LENGTH + frame.u16(length) : 0;
        if (!frame.has(length + pad)) {
            return Next.TRUNCATED;
        }
        frame.skip(length + pad);
        return Next.PPP;
    }
}
