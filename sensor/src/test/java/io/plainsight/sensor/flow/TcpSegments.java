package io.plainsight.sensor.flow;

import io.plainsight.sensor.decode.Packet;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Builds decoded packets: {@code TcpSegments.from(CLIENT).seq(1000).payload("hello")}. A fresh builder is a valid ACK from a
 * client 10.0.0.5:40000 to a server 10.0.1.9:443 without payload.
 */
public final class TcpSegments {
    /** Ends of the connection that the builder makes. */
    public enum End {
        CLIENT,
        SERVER
    }

    private static final long MAPPED = 0xffff_0000_0000L;
    private static final int IP_TCP_HEADER = 20;

    private final Packet packet = new Packet();
    private final boolean fromClient;

    private TcpSegments(End sender) {
        fromClient = sender == End.CLIENT;
        packet.ipVersion = 4;
        packet.protocol = Packet.TCP;
        packet.vlanId = Packet.NO_VLAN;
        packet.tcpFlags = Packet.ACK;
        packet.timestampNs = 1_000_000_000L;
        ends(0x0a000005, 40000, 0x0a000109, 443);
        payload("");
    }

    public static TcpSegments from(End sender) {
        return new TcpSegments(sender);
    }

    /** The client's and the server's address and port, whoever sends. */
    public TcpSegments ends(int client, int clientPort, int server, int serverPort) {
        packet.sourceLow = MAPPED | (fromClient ? client : server) & 0xffff_ffffL;
        packet.destinationLow = MAPPED | (fromClient ? server : client) & 0xffff_ffffL;
        packet.sourcePort = fromClient ? clientPort : serverPort;
        packet.destinationPort = fromClient ? serverPort : clientPort;
        return this;
    }

    public TcpSegments ports(int clientPort, int serverPort) {
        return ends(0x0a000005, clientPort, 0x0a000109, serverPort);
    }

    public TcpSegments seq(int sequence) {
        packet.sequenceNumber = sequence;
        return this;
    }

    public TcpSegments ack(int acknowledgment) {
        packet.acknowledgmentNumber = acknowledgment;
        return this;
    }

    public TcpSegments flags(int flags) {
        packet.tcpFlags = flags;
        return this;
    }

    public TcpSegments syn() {
        return flags(Packet.SYN);
    }

    public TcpSegments synAck() {
        return flags(Packet.SYN | Packet.ACK);
    }

    public TcpSegments fin() {
        return flags(Packet.FIN | Packet.ACK);
    }

    public TcpSegments rst() {
        return flags(Packet.RST | Packet.ACK);
    }

    public TcpSegments atMs(long milliseconds) {
        packet.timestampNs = milliseconds * 1_000_000;
        return this;
    }

    public TcpSegments udp() {
        packet.protocol = Packet.UDP;
        packet.tcpFlags = 0;
        return this;
    }

    public TcpSegments protocol(int number) {
        packet.protocol = number;
        packet.tcpFlags = 0;
        packet.sourcePort = 0;
        packet.destinationPort = 0;
        return this;
    }

    public TcpSegments vlan(int id) {
        packet.vlanId = id;
        return this;
    }

    public TcpSegments payload(String text) {
        return payload(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    public TcpSegments payload(byte[] bytes) {
        packet.buffer = ByteBuffer.wrap(bytes);
        packet.payloadOffset = 0;
        packet.payloadLength = bytes.length;
        packet.wirePayloadLength = bytes.length;
        packet.ipPayloadLength = IP_TCP_HEADER + bytes.length;
        return this;
    }

    /** Bytes that the segment had on the wire; the payload given is what the capture kept. */
    public TcpSegments wireLength(int bytes) {
        packet.wirePayloadLength = bytes;
        return this;
    }

    public Packet packet() {
        return packet;
    }
}
