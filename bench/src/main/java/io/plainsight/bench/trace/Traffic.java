package io.plainsight.bench.trace;

import io.plainsight.sensor.quic.TraceQuic;
import io.plainsight.sensor.tls.TraceHandshakes;
import io.plainsight.sensor.tls.TraceHandshakes.Flight;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes connections, each with a 5-tuple of its own, and counts what is in them. */
final class Traffic {
    private static final int HTTPS = 443;
    private static final int SERVERS = 4000;
    private static final long ACROSS_A_NETWORK_NS = 1_000_000;
    /** Names are drawn from so many. */
    private static final int NAMES = 20_000;

    private final Truth truth;
    private final RandomGenerator random;
    private final byte[] records = TraceHandshakes.data(8);
    private int connections;

    Traffic(Truth truth, RandomGenerator random) {
        this.truth = truth;
        this.random = random;
    }

    /** A short TLS connection: three in four of version 1.3, nearly half with a hello cut over two segments. */
    Conversation tls(long startNs) {
        truth.connection("tls");
        Conversation conversation = conversation(HTTPS, startNs).open();
        return end(handshake(conversation));
    }

    /** A long one, most of it records of 16 KiB from the server. */
    FrameSource longTls(long startNs, long bytes, long durationNs) {
        truth.connection("tls-bulk");
        FrameMaker frames = frames(HTTPS);
        Conversation handshake = handshake(new Conversation(frames, startNs, ACROSS_A_NETWORK_NS).open());
        long segments = Math.max(1, bytes / (Conversation.SEGMENT + 100));
        return new LongFlow(handshake, frames, records, segments, Math.max(1000, durationNs / segments));
    }

    /** One of the connections that a company's network sees beside the long ones. */
    Conversation other(long startNs) {
        int kind = random.nextInt(100);
        if (kind < 50) {
            return tls(startNs);
        }
        if (kind < 60) {
            return quic(startNs);
        }
        if (kind < 75) {
            return http(startNs);
        }
        if (kind < 92) {
            return dns(startNs);
        }
        return kind < 96 ? smtp(startNs) : postgres(startNs);
    }

    private Conversation quic(long startNs) {
        truth.connection("quic");
        truth.count("quic_client_hellos");
        byte[] hello = TraceHandshakes.quicClientHello(name(), random.nextBoolean());
        Conversation conversation = conversation(HTTPS, startNs);
        for (TraceQuic.Datagram datagram : TraceQuic.connection(hello, random)) {
            conversation.datagram(datagram.fromClient(), datagram.bytes());
        }
        return conversation;
    }

    private Conversation http(long startNs) {
        truth.connection("http");
        byte[] body = new byte[random.nextInt(200, 9000)];
        return conversation(80, startNs)
                .open()
                .send(true, ascii("GET /index HTTP/1.1\r\nHost: " + name() + "\r\nAccept: */*\r\n\r\n"))
                .send(
                        false,
                        ascii("HTTP/1.1 200 OK\r\nContent-Type: application/octet-stream\r\nContent-Length: "
                                + body.length + "\r\n\r\n"))
                .send(false, body)
                .close();
    }

    private Conversation dns(long startNs) {
        truth.connection("dns");
        ByteBuffer question = ByteBuffer.allocate(300).putShort((short) random.nextInt(1 << 16));
        question.putShort((short) 0x0100)
                .putShort((short) 1)
                .putShort((short) 0)
                .putInt(0);
        for (String label : name().split("\\.", -1)) {
            question.put((byte) label.length()).put(ascii(label));
        }
        question.put((byte) 0).putShort((short) 1).putShort((short) 1);
        byte[] query = slice(question);
        // RFC 1035 section 4.1: one answer, by a pointer to the name in the question
        question.putShort(2, (short) 0x8180).putShort(6, (short) 1);
        question.putShort((short) 0xc00c).putInt(0x0001_0001).putInt(300).putShort((short) 4);
        question.put(server(4));
        return conversation(53, startNs).datagram(true, query).datagram(false, slice(question));
    }

    private Conversation smtp(long startNs) {
        truth.connection("smtp-starttls");
        Conversation conversation = conversation(587, startNs)
                .open()
                .send(false, ascii("220 " + name() + " ESMTP ready\r\n"))
                .send(true, ascii("EHLO client.example\r\n"))
                .send(false, ascii("250-server.example\r\n250-SIZE 35882577\r\n250 STARTTLS\r\n"))
                .send(true, ascii("STARTTLS\r\n"))
                .send(false, ascii("220 2.0.0 Ready to start TLS\r\n"));
        return end(handshake(conversation));
    }

    private Conversation postgres(long startNs) {
        truth.connection("postgres-tls");
        // SSLRequest, and S for yes
        Conversation conversation = conversation(5432, startNs)
                .open()
                .send(true, ByteBuffer.allocate(8).putInt(8).putInt(80_877_103).array())
                .send(false, ascii("S"));
        return end(handshake(conversation));
    }

    private Conversation handshake(Conversation conversation) {
        String name = random.nextInt(100) < 97 ? name() : null;
        boolean postQuantum = false;
        boolean retry = false;
        List<Flight> flights;
        if (random.nextInt(4) > 0) {
            truth.count("tls13");
            postQuantum = random.nextInt(100) < 60;
            retry = random.nextInt(100) < 2;
            flights = TraceHandshakes.tls13(name, postQuantum, retry);
        } else {
            truth.count("tls12");
            truth.count("certificates");
            flights = TraceHandshakes.tls12(name);
        }
        int hellos = retry ? 2 : 1;
        truth.count("hello_retry", hellos - 1);
        truth.count("client_hellos", hellos);
        truth.count("client_hellos_with_sni", name == null ? 0 : hellos);
        truth.count("client_hellos_split", postQuantum ? hellos : 0);
        truth.count("server_hellos", hellos);
        for (Flight flight : flights) {
            conversation.send(flight.fromClient(), flight.bytes());
        }
        return conversation;
    }

    private Conversation end(Conversation conversation) {
        int kind = random.nextInt(100);
        return kind < 90 ? conversation.close() : kind < 97 ? conversation.reset() : conversation;
    }

    private Conversation conversation(int serverPort, long startNs) {
        return new Conversation(frames(serverPort), startNs, random.nextLong(200_000, 2 * ACROSS_A_NETWORK_NS));
    }

    private FrameMaker frames(int serverPort) {
        int length = random.nextInt(100) < 15 ? 16 : 4;
        // the number makes the client's address unique
        byte[] client = address(length, 0x0a000000, connections++ & 0xffffff);
        int port = random.nextInt(1025, 65_536);
        return new FrameMaker(client, port, server(length), serverPort, random.nextInt(), random.nextInt());
    }

    private byte[] server(int length) {
        return address(length, 0xc6120000, random.nextInt(SERVERS));
    }

    private static byte[] address(int length, int network, int host) {
        ByteBuffer address = ByteBuffer.allocate(length);
        if (length == 16) {
            address.putLong(0x2001_0db8_0000_0000L).putInt(0);
        }
        return address.putInt(network | host).array();
    }

    private String name() {
        return "host" + random.nextInt(NAMES) + ".example.test";
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static byte[] slice(ByteBuffer written) {
        byte[] bytes = new byte[written.position()];
        written.get(0, bytes);
        return bytes;
    }
}
