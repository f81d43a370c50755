package io.plainsight.sensor.decode;

/**
 * Generic routing encapsulation, RFC 2784 and RFC 2890; version 1 of RFC 2637 (PPTP); and ERSPAN behind it
 * (draft-foschiano-erspan).
 *
 * <pre>
 *  0 C R K S s  recursion  A flags  version (3 bits)   2 protocol type
 *  4 checksum, offset (C or R)   key (K)   sequence number (S)   acknowledgment number (A, version 1)
 * </pre>
 */
final class Gre {
    static final int MIN_HEADER_LENGTH = 4;

    private static final int PROTOCOL_OFFSET = 2;
    private static final int CHECKSUM_PRESENT = 0x8000;
    private static final int ROUTING_PRESENT = 0x4000;
    private static final int KEY_PRESENT = 0x2000;
    private static final int SEQUENCE_PRESENT = 0x1000;
    private static final int ACKNOWLEDGMENT_PRESENT = 0x0080;
    private static final int VERSION_MASK = 0x0007;
    private static final int FIELD_LENGTH = 4;

    private static final int ERSPAN_TYPE_II_LENGTH = 8;
    private static final int ERSPAN_SESSION_OFFSET = 2;
    private static final int ERSPAN_SESSION_MASK = 0x03ff;
    private static final int ERSPAN_TYPE_III_LENGTH = 12;
    private static final int ERSPAN_TYPE_III_SUBHEADER_LENGTH = 8;
    private static final int ERSPAN_TYPE_III_OPTIONAL_OFFSET = 11;

    private Gre() {}

    static int decode(Frame frame, Encapsulation outer) {
        if (!frame.has(MIN_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int flags = frame.u16(0);
        int protocol = frame.u16(PROTOCOL_OFFSET);
        if ((flags & ROUTING_PRESENT) != 0 || (flags & VERSION_MASK) > 1) {
            return Next.NOT_IP;
        }
        int length = MIN_HEADER_LENGTH
                + field(flags, CHECKSUM_PRESENT)
                + field(flags, KEY_PRESENT)
                + field(flags, SEQUENCE_PRESENT)
                + ((flags & VERSION_MASK) == 1 ? field(flags, ACKNOWLEDGMENT_PRESENT) : 0);
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        int keyOffset = MIN_HEADER_LENGTH + field(flags, CHECKSUM_PRESENT);
        long key = (flags & KEY_PRESENT) != 0 ? Integer.toUnsignedLong(frame.int32(keyOffset)) : Encapsulation.NO_ID;
        frame.skip(length);
        return switch (protocol) {
            // type I, without sequence number, has no header of its own
            case EtherType.ERSPAN_TYPE_II ->
                (flags & SEQUENCE_PRESENT) == 0 ? erspanTypeI(outer) : erspan(frame, ERSPAN_TYPE_II_LENGTH, outer);
            case EtherType.ERSPAN_TYPE_III -> erspanTypeIII(frame, outer);
            default -> {
                outer.identify(Encapsulation.Type.GRE, key);
                yield protocol >= EtherType.MIN_ETHER_TYPE ? protocol : Next.NOT_IP;
            }
        };
    }

    private static int erspanTypeI(Encapsulation outer) {
        outer.identify(Encapsulation.Type.ERSPAN, Encapsulation.NO_ID);
        return Next.ETHERNET;
    }

    private static int erspanTypeIII(Frame frame, Encapsulation outer) {
        if (!frame.has(ERSPAN_TYPE_III_LENGTH)) {
            return Next.TRUNCATED;
        }
        boolean optional = (frame.u8(ERSPAN_TYPE_III_OPTIONAL_OFFSET) & 1) != 0;
        return erspan(frame, ERSPAN_TYPE_III_LENGTH + (optional ? ERSPAN_TYPE_III_SUBHEADER_LENGTH : 0), outer);
    }

    private static int erspan(Frame frame, int length, Encapsulation outer) {
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        outer.identify(Encapsulation.Type.ERSPAN, frame.u16(ERSPAN_SESSION_OFFSET) & ERSPAN_SESSION_MASK);
        frame.skip(length);
        return Next.ETHERNET;
    }

    private static int field(int flags, int present) {
        return (flags & present) != 0 ? FIELD_LENGTH : 0;
    }
}
