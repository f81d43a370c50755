package io.plainsight.sensor.decode;

/**
 * IPv4, RFC 791 section 3.1.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------+-------+---------------+-------------------------------+
 *   |Version|  IHL  |Type of Service|          Total Length         |
 *   +-------+-------+---------------+-----+-------------------------+
 *   |         Identification        |Flags|      Fragment Offset    |
 *   +---------------+---------------+-----+-------------------------+
 *   |  Time to Live |    Protocol   |         Header Checksum       |
 *   +---------------+---------------+-------------------------------+
 *   |                       Source Address                          |
 *   |                    Destination Address                        |
 *   |                    Options                    |    Padding    |
 *   +-----------------------------------------------+---------------+
 * </pre>
 *
 * Checksums are not verified: offload leaves them unset in frames that the sending host captured itself.
 */
final class Ipv4 {
    static final int MIN_HEADER_LENGTH = 20;

    private static final int TOTAL_LENGTH_OFFSET = 2;
    private static final int IDENTIFICATION_OFFSET = 4;
    private static final int FRAGMENT_OFFSET = 6;
    private static final int PROTOCOL_OFFSET = 9;
    private static final int SOURCE_OFFSET = 12;
    private static final int DESTINATION_OFFSET = 16;

    private static final int MORE_FRAGMENTS = 0x2000;
    private static final int FRAGMENT_OFFSET_MASK = 0x1fff;
    private static final int FRAGMENT_UNIT = 8;
    private static final long MAPPED_PREFIX = 0xffff_0000_0000L;
    private static final int MAX_HEADERS = 4;

    private Ipv4() {}

    static int decode(Frame frame, Packet out, FragmentReassembler fragments) {
        if (!frame.has(MIN_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int headerLength = (frame.u8(0) & 0x0f) * 4;
        if (frame.u8(0) >>> 4 != 4 || headerLength < MIN_HEADER_LENGTH) {
            return Next.MALFORMED;
        }
        if (!frame.has(headerLength)) {
            return Next.TRUNCATED;
        }
        int totalLength = frame.u16(TOTAL_LENGTH_OFFSET);
        if (totalLength == 0) {
            // segmentation offload: the frame was captured before the card cut it up, its length does not fit the field
            totalLength = frame.wireRemaining();
        }
        if (totalLength < headerLength) {
            return Next.MALFORMED;
        }
        int identification = frame.u16(IDENTIFICATION_OFFSET);
        int fragment = frame.u16(FRAGMENT_OFFSET);
        out.ipVersion = 4;
        out.sourceHigh = 0;
        out.sourceLow = MAPPED_PREFIX | Integer.toUnsignedLong(frame.int32(SOURCE_OFFSET));
        out.destinationHigh = 0;
        out.destinationLow = MAPPED_PREFIX | Integer.toUnsignedLong(frame.int32(DESTINATION_OFFSET));
        out.protocol = frame.u8(PROTOCOL_OFFSET);
        frame.skip(headerLength);
        if (totalLength - headerLength <= frame.wireRemaining() || out.protocol != IpProtocol.TCP) {
            frame.limit(totalLength - headerLength);
        } // else the header claims more than the frame brought; what is missing, sequence numbers will tell
        out.ipPayloadLength = totalLength - headerLength;
        if ((fragment & (MORE_FRAGMENTS | FRAGMENT_OFFSET_MASK)) == 0) {
            return authenticated(frame, out);
        }
        int next = fragments.add(
                frame,
                out,
                identification,
                (fragment & FRAGMENT_OFFSET_MASK) * FRAGMENT_UNIT,
                (fragment & MORE_FRAGMENTS) != 0);
        if (next != Next.TRANSPORT) {
            return next;
        }
        out.ipPayloadLength = frame.wireRemaining();
        return authenticated(frame, out);
    }

    /** The authentication header may stand in front of any transport (RFC 4302); it hides nothing. */
    private static int authenticated(Frame frame, Packet out) {
        for (int i = 0; i < MAX_HEADERS && out.protocol == IpProtocol.AH; i++) {
            int next = AuthenticationHeader.decode(frame, out);
            if (next != Next.TRANSPORT) {
                return next;
            }
        }
        return Next.TRANSPORT;
    }
}
