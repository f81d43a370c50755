package io.plainsight.sensor.decode;

/**
 * TCP header, RFC 9293 section 3.1.
 *
 * <pre>
 *    0                   1                   2                   3
 *    0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
 *   +-------------------------------+-------------------------------+
 *   |          Source Port          |       Destination Port        |
 *   |                        Sequence Number                        |
 *   |                    Acknowledgment Number                      |
 *   |  Data |       |C|E|U|A|P|R|S|F|                               |
 *   | Offset| Rsrvd |W|C|R|C|S|S|Y|I|            Window             |
 *   |       |       |R|E|G|K|H|T|N|N|                               |
 *   |           Checksum            |         Urgent Pointer        |
 *   |                           [Options]                           |
 *   +---------------------------------------------------------------+
 * </pre>
 */
final class Tcp {
    static final int MIN_HEADER_LENGTH = 20;

    private static final int SOURCE_PORT_OFFSET = 0;
    private static final int DESTINATION_PORT_OFFSET = 2;
    private static final int SEQUENCE_NUMBER_OFFSET = 4;
    private static final int ACKNOWLEDGMENT_NUMBER_OFFSET = 8;
    private static final int DATA_OFFSET_OFFSET = 12;
    private static final int FLAGS_OFFSET = 13;

    private Tcp() {}

    static int decode(Frame frame, Packet out) {
        if (frame.wireRemaining() < MIN_HEADER_LENGTH) {
            return Next.MALFORMED;
        }
        if (!frame.has(MIN_HEADER_LENGTH)) {
            return Next.TRUNCATED;
        }
        int headerLength = (frame.u8(DATA_OFFSET_OFFSET) >>> 4) * 4;
        if (headerLength < MIN_HEADER_LENGTH || headerLength > frame.wireRemaining()) {
            return Next.MALFORMED;
        }
        out.sourcePort = frame.u16(SOURCE_PORT_OFFSET);
        out.destinationPort = frame.u16(DESTINATION_PORT_OFFSET);
        out.sequenceNumber = frame.int32(SEQUENCE_NUMBER_OFFSET);
        out.acknowledgmentNumber = frame.int32(ACKNOWLEDGMENT_NUMBER_OFFSET);
        out.tcpFlags = frame.u8(FLAGS_OFFSET);
        int wirePayloadLength = frame.wireRemaining() - headerLength;
        // the capture may end within the options: the ports and numbers are there, the payload is not
        frame.skip(Math.min(headerLength, frame.remaining()));
        PacketDecoder.setPayload(frame, out);
        out.wirePayloadLength = wirePayloadLength;
        return Next.DONE;
    }
}
