package io.plainsight.sensor.decode;

/**
 * UDP header, RFC 768, and the tunnels that are known by their port.
 *
 * <pre>
 *  0 source port   2 destination port   4 length   6 checksum
 * </pre>
 */
final class Udp {
    static final int HEADER_LENGTH = 8;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int LENGTH_OFFSET = 4;

    private static final int PORT_L2TP = 1701;
    private static final int PORT_GTP_U = 2152;
    private static final int PORT_TEREDO = 3544;
    private static final int PORT_VXLAN = 4789;
    /** What Linux took before IANA gave a port, and Flannel still does. */
    private static final int PORT_VXLAN_LINUX = 8472;

    private static final int PORT_GENEVE = 6081;

    private Udp() {}

    static int decode(Frame frame, Packet out) {
        if (frame.wireRemaining() < HEADER_LENGTH) {
            return Next.MALFORMED;
        }
        if (!frame.has(HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int length = frame.u16(LENGTH_OFFSET);
        // 0 stands for a jumbogram (RFC 2675 section 4) or for a length that segmentation offload has yet to fill in
        if (length != 0 && length < HEADER_LENGTH) {
            return Next.MALFORMED;
        }
        out.sourcePort = frame.u16(SOURCE_PORT_OFFSET);
        out.destinationPort = frame.u16(DESTINATION_PORT_OFFSET);
        if (length != 0 && length < frame.wireRemaining()) {
            frame.limit(length);
        }
        frame.skip(HEADER_LENGTH);
        PacketDecoder.setPayload(frame, out);
        return tunnel(out.sourcePort, out.destinationPort);
    }

    /** Servers of these answer from their port. */
    private static int answer(int sourcePort) {
        return switch (sourcePort) {
            case PORT_GTP_U -> Next.GTP_U;
            case PORT_TEREDO -> Next.TEREDO;
            case PORT_L2TP -> Next.L2TP;
            default -> Next.DONE;
        };
    }

    private static int tunnel(int sourcePort, int destinationPort) {
        return switch (destinationPort) {
            case PORT_VXLAN, PORT_VXLAN_LINUX -> Next.VXLAN;
            case PORT_GENEVE -> Next.GENEVE;
            case PORT_GTP_U -> Next.GTP_U;
            case PORT_TEREDO -> Next.TEREDO;
            case PORT_L2TP -> Next.L2TP;
            default -> answer(sourcePort);
        };
    }
}
