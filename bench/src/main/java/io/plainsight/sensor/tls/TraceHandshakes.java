package io.plainsight.sensor.tls;

import io.plainsight.sensor.x509.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Whole handshakes for traces and benchmarks; stands in this package for the sake of the builders of its tests. */
public final class TraceHandshakes {
    private static final int[] SUITES = {
        0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013, 0xc014, 0x9c, 0x9d, 0x2f, 0x35
    };
    private static final int SERVER_HELLO_DONE = 14;
    private static final int QUIC_TRANSPORT_PARAMETERS = 0x39;
    private static final int X25519_SHARE = 32;
    /** FIPS 203's ML-KEM-768 encapsulation key, and X25519's. */
    private static final int HYBRID_SHARE = 1184 + X25519_SHARE;

    /** Bytes that one side sends before the other answers. */
    public record Flight(boolean fromClient, byte[] bytes) {}

    private TraceHandshakes() {}

    /**
     * A browser's ClientHello with its handshake header.
     *
     * @param name null for none
     */
    public static byte[] clientHello(String name, boolean postQuantum) {
        return hello(name, postQuantum, "h2").message();
    }

    /** The same for QUIC. */
    public static byte[] quicClientHello(String name, boolean postQuantum) {
        return hello(name, postQuantum, "h3")
                .withExtension(
                        QUIC_TRANSPORT_PARAMETERS, Bytes.of().u8(1, 4).raw(new byte[] {(byte) 0x80, 0, 0x75, 0x30}))
                .message();
    }

    /**
     * TLS 1.3 with a request and an answer behind it.
     *
     * @param retry with a HelloRetryRequest and a second hello
     */
    public static List<Flight> tls13(String name, boolean postQuantum, boolean retry) {
        byte[] hello = Records.record(ContentType.HANDSHAKE, clientHello(name, postQuantum));
        List<Flight> flights = new ArrayList<>();
        flights.add(new Flight(true, hello));
        if (retry) {
            flights.add(new Flight(
                    false, join(ServerHellos.retry(NamedGroup.SECP256R1).bytes(), Records.changeCipherSpec())));
            flights.add(new Flight(true, join(Records.changeCipherSpec(), hello)));
        }
        flights.add(new Flight(
                false,
                join(
                        ServerHellos.tls13(NamedGroup.X25519).bytes(),
                        Records.changeCipherSpec(),
                        Records.data(32),
                        Records.data(1600),
                        Records.data(281),
                        Records.data(53))));
        flights.add(new Flight(true, join(Records.changeCipherSpec(), Records.data(53), Records.data(300))));
        flights.add(new Flight(false, join(Records.data(250), Records.data(600))));
        return flights;
    }

    /** TLS 1.2 with ECDHE and a certificate, and a request and an answer behind it. */
    public static List<Flight> tls12(String name) {
        ClientHellos hello = ClientHellos.tls12();
        if (name != null) {
            hello.withServerName(name);
        }
        return List.of(
                new Flight(true, hello.bytes()),
                new Flight(
                        false,
                        join(
                                ServerHellos.tls12(0xc02f).bytes(),
                                Records.certificate(TestCertificates.leaf(), TestCertificates.authority()),
                                Records.serverKeyExchange(NamedGroup.SECP256R1),
                                Records.handshake(SERVER_HELLO_DONE, new byte[0]))),
                new Flight(true, join(Records.clientKeyExchange(), Records.finished())),
                new Flight(false, Records.finished()),
                new Flight(true, Records.data(300)),
                new Flight(false, Records.data(600)));
    }

    /** Records of application data, 16 KiB each. */
    public static byte[] data(int records) {
        byte[][] all = new byte[records][];
        Arrays.fill(all, Records.data(16_401));
        return join(all);
    }

    private static ClientHellos hello(String name, boolean postQuantum, String protocol) {
        ClientHellos hello = new ClientHellos().withCipherSuites(SUITES).withSessionId(new byte[32]);
        if (name != null) {
            hello.withServerName(name);
        }
        Bytes shares = Bytes.of();
        if (postQuantum) {
            shares.u16(NamedGroup.X25519MLKEM768, HYBRID_SHARE).raw(new byte[HYBRID_SHARE]);
        }
        shares.u16(NamedGroup.X25519, X25519_SHARE).raw(new byte[X25519_SHARE]);
        byte[] alpn = protocol.getBytes(StandardCharsets.US_ASCII);
        return hello.withExtension(TlsExtensionType.EXTENDED_MASTER_SECRET, Bytes.of())
                .withExtension(
                        TlsExtensionType.SUPPORTED_GROUPS,
                        Bytes.of().u16(6, NamedGroup.X25519MLKEM768, NamedGroup.X25519, NamedGroup.SECP256R1))
                .withExtension(
                        TlsExtensionType.SIGNATURE_ALGORITHMS,
                        Bytes.of().u16(16, 0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601))
                .withExtension(
                        TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                        Bytes.of().u16(1 + alpn.length).u8(alpn.length).raw(alpn))
                .withExtension(
                        TlsExtensionType.KEY_SHARE,
                        Bytes.of().u16(shares.length()).raw(shares.bytes()))
                .withExtension(
                        TlsExtensionType.SUPPORTED_VERSIONS, Bytes.of().u8(4).u16(0x0304, 0x0303));
    }

    private static byte[] join(byte[]... parts) {
        Bytes all = Bytes.of();
        for (byte[] part : parts) {
            all.raw(part);
        }
        return all.bytes();
    }
}
