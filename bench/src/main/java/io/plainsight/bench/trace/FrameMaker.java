package io.plainsight.bench.trace;

import java.nio.ByteBuffer;

/**
 * Makes the frames of one connection: Ethernet, IPv4 or IPv6, TCP or UDP, with valid checksums and sequence numbers that
 * follow from what was sent.
 */
final class FrameMaker {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int ETHERNET = 14;
    private static final int IPV4 = 20;
    private static final int IPV6 = 40;
    private static final int TCP = 20;
    private static final int UDP = 8;
    private static final int PROTOCOL_TCP = 6;
    private static final int PROTOCOL_UDP = 17;

    private final boolean v6;
    private final byte[] client;
    private final byte[] server;
    private final int clientPort;
    private final int serverPort;
    private int clientSequence;
    private int serverSequence;

    /** @param client address of 4 or 16 bytes, as {@code server} */
    FrameMaker(byte[] client, int clientPort, byte[] server, int serverPort, int clientSequence, int serverSequence) {
        this.v6 = client.length == 16;
        this.client = client;
        this.clientPort = clientPort;
        this.server = server;
        this.serverPort = serverPort;
        this.clientSequence = clientSequence;
        this.serverSequence = serverSequence;
    }

    byte[] segment(boolean fromClient, int flags, byte[] data, int from, int length) {
        ByteBuffer frame = headers(fromClient, PROTOCOL_TCP, TCP + length);
        int transport = frame.position();
        frame.putShort((short) (fromClient ? clientPort : serverPort));
        frame.putShort((short) (fromClient ? serverPort : clientPort));
        frame.putInt(fromClient ? clientSequence : serverSequence);
        frame.putInt((flags & ACK) == 0 ? 0 : fromClient ? serverSequence : clientSequence);
        frame.put((byte) 0x50).put((byte) flags).putShort((short) 65_535).putInt(0);
        frame.put(data, from, length);
        int step = length + ((flags & (SYN | FIN)) == 0 ? 0 : 1);
        if (fromClient) {
            clientSequence += step;
        } else {
            serverSequence += step;
        }
        frame.putShort(transport + 16, transportChecksum(frame, transport, PROTOCOL_TCP));
        return frame.array();
    }

    byte[] datagram(boolean fromClient, byte[] data) {
        ByteBuffer frame = headers(fromClient, PROTOCOL_UDP, UDP + data.length);
        int transport = frame.position();
        frame.putShort((short) (fromClient ? clientPort : serverPort));
        frame.putShort((short) (fromClient ? serverPort : clientPort));
        frame.putShort((short) (UDP + data.length)).putShort((short) 0).put(data);
        short checksum = transportChecksum(frame, transport, PROTOCOL_UDP);
        frame.putShort(transport + 6, checksum == 0 ? -1 : checksum); // RFC 768: 0 says that there is none
        return frame.array();
    }

    private ByteBuffer headers(boolean fromClient, int protocol, int payload) {
        ByteBuffer frame = ByteBuffer.allocate(ETHERNET + (v6 ? IPV6 : IPV4) + payload);
        frame.put((byte) 2).putInt(0).put((byte) (fromClient ? 2 : 1));
        frame.put((byte) 2).putInt(0).put((byte) (fromClient ? 1 : 2));
        if (v6) {
            frame.putShort((short) 0x86dd).putInt(0x6000_0000).putShort((short) payload);
            frame.put((byte) protocol).put((byte) 64);
        } else {
            frame.putShort((short) 0x0800).putShort((short) 0x4500).putShort((short) (IPV4 + payload));
            frame.putInt(0x4000).put((byte) 64).put((byte) protocol).putShort((short) 0);
        }
        frame.put(fromClient ? client : server).put(fromClient ? server : client);
        if (!v6) {
            frame.putShort(ETHERNET + 10, fold(sum(frame, ETHERNET, ETHERNET + IPV4)));
        }
        return frame;
    }

    /** Over the pseudo header of RFC 9293 section 3.1 (RFC 8200 section 8.1), and what follows to the end. */
    private short transportChecksum(ByteBuffer frame, int transport, int protocol) {
        int addresses = transport - (v6 ? 32 : 8);
        return fold(sum(frame, addresses, frame.capacity()) + protocol + frame.capacity() - transport);
    }

    private static long sum(ByteBuffer frame, int from, int to) {
        long sum = 0;
        int at = from;
        for (; at + 1 < to; at += 2) {
            sum += frame.getShort(at) & 0xffff;
        }
        return at < to ? sum + ((frame.get(at) & 0xff) << 8) : sum;
    }

    private static short fold(long sum) {
        long folded = sum;
        while (folded > 0xffff) {
            folded = (folded & 0xffff) + (folded >>> 16);
        }
        return (short) ~folded;
    }
}
