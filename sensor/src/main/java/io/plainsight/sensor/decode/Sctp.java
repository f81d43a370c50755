package io.plainsight.sensor.decode;

/**
 * The ports of SCTP, RFC 9260 section 3.1. Chunks are not looked into: the payload stays the whole of the SCTP packet.
 *
 * <pre>
 *  0 source port   2 destination port   4 verification tag   8 checksum
 * </pre>
 */
final class Sctp {
    private static final int PORTS_LENGTH = 4;

    private Sctp() {}

    static int decode(Frame frame, Packet out) {
        if (!frame.has(PORTS_LENGTH)) {
            return Next.TRUNCATED;
        }
        out.sourcePort = frame.u16(0);
        out.destinationPort = frame.u16(2);
        return Next.DONE;
    }
}
