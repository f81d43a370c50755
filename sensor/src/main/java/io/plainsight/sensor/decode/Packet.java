package io.plainsight.sensor.decode;

import java.nio.ByteBuffer;

/**
 * One decoded IP packet: a reusable view that the decoder fills and the flow layer reads.
 *
 * <p>Addresses are 128 bits in two longs, big endian; IPv4 as IPv4-mapped ({@code ::ffff:a.b.c.d}). The transport payload
 * lies in {@link #buffer} from {@link #payloadOffset}.
 *
 * <p><b>Threading:</b> one thread. <b>Lifetime:</b> valid during one call. <b>Memory:</b> allocated once.
 */
public final class Packet {
    public static final int TCP = 6;
    public static final int UDP = 17;

    public static final int FIN = 0x01;
    public static final int SYN = 0x02;
    public static final int RST = 0x04;
    public static final int ACK = 0x10;

    public static final int NO_VLAN = -1;

    /** Nanoseconds since the Unix epoch. */
    public long timestampNs;
    /** 4 or 6. */
    public int ipVersion;

    public long sourceHigh;
    public long sourceLow;
    public long destinationHigh;
    public long destinationLow;
    /** IANA protocol number of the transport. */
    public int protocol;
    /** 0 for protocols without ports. */
    public int sourcePort;

    public int destinationPort;
    /** Outermost VLAN id, 0 to 4095, or {@link #NO_VLAN}. */
    public int vlanId;
    /** The outermost tunnel that it came in. */
    public final Encapsulation encapsulation = new Encapsulation();
    /** TCP flags byte; 0 otherwise. */
    public int tcpFlags;
    /** TCP sequence number as an unsigned 32-bit value in an int. */
    public int sequenceNumber;

    public int acknowledgmentNumber;
    /** IP payload bytes by the IP header's own length (transport header included), not by what was captured. */
    public int ipPayloadLength;

    public ByteBuffer buffer;
    /** First byte of the transport payload in {@link #buffer}. */
    public int payloadOffset;
    /** Transport payload bytes captured. */
    public int payloadLength;
    /** Transport payload bytes that the packet had on the wire; more than {@link #payloadLength} when the capture cut it. */
    public int wirePayloadLength;

    public boolean isTcp() {
        return protocol == TCP;
    }

    public boolean isUdp() {
        return protocol == UDP;
    }

    /** Whether any of the flags is set. */
    public boolean has(int flag) {
        return (tcpFlags & flag) != 0;
    }

    /** Makes this packet say what {@code other} says, about the same bytes. */
    void copyFrom(Packet other) {
        timestampNs = other.timestampNs;
        ipVersion = other.ipVersion;
        sourceHigh = other.sourceHigh;
        sourceLow = other.sourceLow;
        destinationHigh = other.destinationHigh;
        destinationLow = other.destinationLow;
        protocol = other.protocol;
        sourcePort = other.sourcePort;
        destinationPort = other.destinationPort;
        vlanId = other.vlanId;
        tcpFlags = other.tcpFlags;
        sequenceNumber = other.sequenceNumber;
        acknowledgmentNumber = other.acknowledgmentNumber;
        ipPayloadLength = other.ipPayloadLength;
        buffer = other.buffer;
        payloadOffset = other.payloadOffset;
        payloadLength = other.payloadLength;
        wirePayloadLength = other.wirePayloadLength;
    }
}
