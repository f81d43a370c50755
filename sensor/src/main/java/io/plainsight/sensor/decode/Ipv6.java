package io.plainsight.sensor.decode;

/**
 * IPv6 and its extension headers, RFC 8200 sections 3 and 4.
 *
 * <pre>
 *  0 version (4 bits), traffic class (8), flow label (20)
 *  4 payload length   6 next header   7 hop limit   8 source (16)   24 destination (16)
 *
 *  extension: 0 next header  1 length in 8-byte units minus 1
 *  fragment:  0 next header  1 reserved  2 fragment offset (13 bits), reserved (2), more (1)  4 identification
 * </pre>
 */
final class Ipv6 {
    static final int HEADER_LENGTH = 40;
    /** RFC 8200 section 4.1 recommends each header at most once, destination options twice: seven. */
    static final int MAX_EXTENSION_HEADERS = 16;

    private static final int PAYLOAD_LENGTH_OFFSET = 4;
    private static final int NEXT_HEADER_OFFSET = 6;
    private static final int SOURCE_OFFSET = 8;
    private static final int DESTINATION_OFFSET = 24;

    private static final int EXTENSION_UNIT = 8;
    private static final int FRAGMENT_HEADER_LENGTH = 8;
    private static final int FRAGMENT_OFFSET = 2;
    private static final int FRAGMENT_IDENTIFICATION_OFFSET = 4;
    private static final int FRAGMENT_OFFSET_MASK = 0xfff8;
    private static final int MORE_FRAGMENTS = 0x0001;

    private Ipv6() {}

    static int decode(Frame frame, Packet out, FragmentReassembler fragments) {
        if (!frame.has(HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        if (frame.u8(0) >>> 4 != 6) {
            return Next.MALFORMED;
        }
        int payloadLength = frame.u16(PAYLOAD_LENGTH_OFFSET);
        int nextHeader = frame.u8(NEXT_HEADER_OFFSET);
        out.ipVersion = 6;
        out.sourceHigh = frame.int64(SOURCE_OFFSET);
        out.sourceLow = frame.int64(SOURCE_OFFSET + Long.BYTES);
        out.destinationHigh = frame.int64(DESTINATION_OFFSET);
        out.destinationLow = frame.int64(DESTINATION_OFFSET + Long.BYTES);
        out.protocol = nextHeader;
        frame.skip(HEADER_LENGTH);
        if (payloadLength == 0) {
            // jumbogram (RFC 2675) or segmentation offload: the frame's own length is all there is to go by
            payloadLength = frame.wireRemaining();
        }
        frame.limit(payloadLength);
        out.ipPayloadLength = payloadLength;
        return extensions(frame, out, fragments);
    }

    private static int extensions(Frame frame, Packet out, FragmentReassembler fragments) {
        for (int i = 0; i < MAX_EXTENSION_HEADERS; i++) {
            int next;
            switch (out.protocol) {
                case IpProtocol.HOPOPT,
                        IpProtocol.IPV6_ROUTE,
                        IpProtocol.IPV6_OPTS,
                        IpProtocol.MOBILITY,
                        IpProtocol.HIP,
                        IpProtocol.SHIM6 -> next = extension(frame, out);
                case IpProtocol.AH -> next = AuthenticationHeader.decode(frame, out);
                case IpProtocol.IPV6_FRAG -> next = fragment(frame, out, fragments);
                default -> {
                    return Next.TRANSPORT;
                }
            }
            if (next != Next.TRANSPORT) {
                return next;
            }
        }
        return Next.TOO_DEEP;
    }

    private static int extension(Frame frame, Packet out) {
        if (!frame.has(2)) {
            return frame.wireRemaining() < EXTENSION_UNIT ? Next.MALFORMED : Next.TRUNCATED;
        }
        int length = (frame.u8(1) + 1) * EXTENSION_UNIT;
        if (length > frame.wireRemaining()) {
            return Next.MALFORMED;
        }
        if (!frame.has(length)) {
            return Next.TRUNCATED;
        }
        out.protocol = frame.u8(0);
        frame.skip(length);
        return Next.TRANSPORT;
    }

    private static int fragment(Frame frame, Packet out, FragmentReassembler fragments) {
        if (!frame.has(FRAGMENT_HEADER_LENGTH)) {
            return frame.wireRemaining() < FRAGMENT_HEADER_LENGTH ? Next.MALFORMED : Next.TRUNCATED;
        }
        int field = frame.u16(FRAGMENT_OFFSET);
        int identification = frame.int32(FRAGMENT_IDENTIFICATION_OFFSET);
        out.protocol = frame.u8(0);
        frame.skip(FRAGMENT_HEADER_LENGTH);
        if ((field & (FRAGMENT_OFFSET_MASK | MORE_FRAGMENTS)) == 0) {
            // atomic fragment, RFC 6946: a whole datagram
            return Next.TRANSPORT;
        }
        // the offset counts 8-byte units in the upper 13 bits, which makes the masked field a byte count
        int next =
                fragments.add(frame, out, identification, field & FRAGMENT_OFFSET_MASK, (field & MORE_FRAGMENTS) != 0);
        if (next == Next.TRANSPORT) {
            out.ipPayloadLength = frame.wireRemaining();
        }
        return next;
    }
}
