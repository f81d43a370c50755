package io.plainsight.sensor.decode;

import java.nio.ByteBuffer;

/**
 * The most common frame by far, read in one go: TCP right over IPv4 without options right over Ethernet, whole and not a
 * fragment. Five loads of eight bytes and a few comparisons instead of a walk through three layers; whatever is different in
 * any way is left to the walk, with which this must agree in every field.
 *
 * <pre>
 *  12 EtherType (2)  version, length  type of service  total length (2)  identification (2)
 *  20 flags, fragment offset (2)  time to live  protocol  checksum (2) ...
 *  26 source (4)  destination (4)
 *  34 source port (2)  destination port (2)  sequence number (4)
 *  42 acknowledgment number (4)  data offset  flags  window (2)
 * </pre>
 */
final class PlainTcp {
    private static final int IP_OFFSET = Ethernet.HEADER_LENGTH;
    private static final int TCP_OFFSET = IP_OFFSET + Ipv4.MIN_HEADER_LENGTH;
    private static final int LEAST = TCP_OFFSET + Tcp.MIN_HEADER_LENGTH;

    /** EtherType 0x0800, version 4, five words of header. */
    private static final long IPV4_WITHOUT_OPTIONS = 0x080045L;

    private static final long MAPPED_PREFIX = 0xffff_0000_0000L;
    private static final long FRAGMENT_MASK = 0x3fff_0000_0000_0000L;

    private PlainTcp() {}

    /**
     * Fills all of {@code out} but its time.
     *
     * @param buffer big endian; holds {@code captured} bytes from {@code offset} on
     * @return false when the frame is not of this kind, or wrong; {@code out} is undefined then
     */
    static boolean decode(ByteBuffer buffer, int offset, int captured, int original, Packet out) {
        if (captured < LEAST) {
            return false;
        }
        // all loads lie within the first LEAST bytes
        long first = buffer.getLong(offset + 12);
        long second = buffer.getLong(offset + 20);
        int totalLength = (int) (first >>> 16) & 0xffff;
        if (first >>> 40 != IPV4_WITHOUT_OPTIONS
                || (second & FRAGMENT_MASK) != 0
                || ((int) (second >>> 32) & 0xff) != IpProtocol.TCP
                || totalLength < LEAST - IP_OFFSET
                || totalLength > Math.max(captured, original) - IP_OFFSET) {
            return false;
        }
        long numbers = buffer.getLong(offset + 42);
        int headerLength = (int) (numbers >>> 28 & 0x0f) * 4;
        int segmentLength = totalLength - Ipv4.MIN_HEADER_LENGTH;
        if (headerLength < Tcp.MIN_HEADER_LENGTH || headerLength > segmentLength) {
            return false;
        }
        long addresses = buffer.getLong(offset + 26);
        long ports = buffer.getLong(offset + 34);
        out.ipVersion = 4;
        out.sourceHigh = 0;
        out.sourceLow = MAPPED_PREFIX | addresses >>> 32;
        out.destinationHigh = 0;
        out.destinationLow = MAPPED_PREFIX | addresses & 0xffff_ffffL;
        out.protocol = IpProtocol.TCP;
        out.sourcePort = (int) (ports >>> 48);
        out.destinationPort = (int) (ports >>> 32) & 0xffff;
        out.vlanId = Packet.NO_VLAN;
        out.encapsulation.clear();
        out.sequenceNumber = (int) ports;
        out.acknowledgmentNumber = (int) (numbers >>> 32);
        out.tcpFlags = (int) (numbers >>> 16) & 0xff;
        out.ipPayloadLength = segmentLength;
        int present = Math.min(captured - TCP_OFFSET, segmentLength);
        // the capture may end within the options
        int skipped = Math.min(headerLength, present);
        out.buffer = buffer;
        out.payloadOffset = offset + TCP_OFFSET + skipped;
        out.payloadLength = present - skipped;
        out.wirePayloadLength = segmentLength - headerLength;
        return true;
    }
}
