package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.Side;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Facts of the hellos and of the key exchange, one by one. */
class TlsFactsTest {
    private static final int SUITE = 0xc02f;
    private static final Bytes EMPTY = Bytes.of();

    private final TlsFeeder tls = new TlsFeeder();

    @Test
    void shouldCallTlsCompressionWeak() {
        complete(
                ClientHellos.tls12().withCompression(1, 0),
                ServerHellos.tls12(SUITE).withCompression(1));

        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_COMPRESSION);
        assertThat(detail().compression()).isEqualTo("deflate");
        assertThat(detail().offeredCompression()).containsExactly("deflate", "null");
    }

    @Test
    void shouldCallAServerWeakThatIgnoresSecureRenegotiation() {
        complete(ClientHellos.tls12().withCipherSuites(SUITE, 0x00ff), ServerHellos.tls12(SUITE));

        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_RENEGOTIATION_INSECURE);
        assertThat(detail().secureRenegotiation()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "1, WEAK",
        "5, WEAK",
        "6, PROTECTED",
        "14, PROTECTED",
        "15, WEAK",
        "19, WEAK",
        "20, PROTECTED",
        "23, PROTECTED"
    })
    void shouldCallCurvesBelow224BitsWeak(int group, Protection expected) {
        completeSigned(Records.serverKeyExchange(group));

        assertThat(tls.describe().protection).isEqualTo(expected);
        assertThat(tls.describe().reasons)
                .extracting("rule")
                .containsExactly(expected == Protection.WEAK ? Reasons.TLS_GROUP_WEAK : Reasons.TLS_ACCEPTABLE);
    }

    @Test
    void shouldCallACurveWithoutANameWeak() {
        byte[] explicitPrime = Bytes.of().u8(1, 1, 2, 3).bytes();
        completeSigned(Records.handshake(HandshakeType.SERVER_KEY_EXCHANGE, explicitPrime));

        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_GROUP_WEAK);
    }

    @ParameterizedTest
    @CsvSource({
        "0x0101, WEAK",
        "0x0201, WEAK",
        "0x0203, WEAK",
        "0x0301, PROTECTED",
        "0x0401, PROTECTED",
        "0x0804, PROTECTED"
    })
    void shouldCallAKeyExchangeSignedWithABrokenHashWeak(String scheme, Protection expected) {
        completeSigned(Records.handshake(
                HandshakeType.SERVER_KEY_EXCHANGE,
                Bytes.of()
                        .u8(3)
                        .u16(NamedGroup.X25519)
                        .u8(1, 4)
                        .u16(Integer.decode(scheme), 1)
                        .u8(9)
                        .bytes()));

        assertThat(tls.describe().protection).isEqualTo(expected);
        assertThat(tls.describe().reasons)
                .extracting("rule")
                .containsExactly(expected == Protection.WEAK ? Reasons.TLS_SIGNATURE_WEAK : Reasons.TLS_ACCEPTABLE);
    }

    @Test
    void shouldNotBlameAServerForWhatTheClientDidNotAsk() {
        complete(ClientHellos.tls12(), ServerHellos.tls12(SUITE));

        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
        assertThat(detail().secureRenegotiation()).isFalse();
        assertThat(detail().extendedMasterSecret()).isFalse();
        assertThat(detail().encryptThenMac()).isFalse();
    }

    @Test
    void shouldReportTheExtensionsThatBothSidesAgreedOn() {
        complete(
                ClientHellos.tls12()
                        .withExtension(
                                TlsExtensionType.RENEGOTIATION_INFO, Bytes.of().u8(0))
                        .withExtension(TlsExtensionType.HEARTBEAT, Bytes.of().u8(1))
                        .withExtension(TlsExtensionType.EXTENDED_MASTER_SECRET, EMPTY)
                        .withExtension(TlsExtensionType.ENCRYPT_THEN_MAC, EMPTY),
                ServerHellos.tls12(SUITE)
                        .withExtension(
                                TlsExtensionType.RENEGOTIATION_INFO, Bytes.of().u8(0))
                        .withExtension(TlsExtensionType.HEARTBEAT, Bytes.of().u8(2))
                        .withExtension(TlsExtensionType.EXTENDED_MASTER_SECRET, EMPTY)
                        .withExtension(TlsExtensionType.ENCRYPT_THEN_MAC, EMPTY));

        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
        assertThat(detail().secureRenegotiation()).isTrue();
        assertThat(detail().extendedMasterSecret()).isTrue();
        assertThat(detail().encryptThenMac()).isTrue();
        assertThat(detail().clientHeartbeat()).isEqualTo("peer_allowed_to_send");
        assertThat(detail().serverHeartbeat()).isEqualTo("peer_not_allowed_to_send");
        assertThat(detail().renegotiation()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0x0401, rsa_pkcs1_sha256",
        "0x0201, rsa_pkcs1_sha1",
        "0x0804, rsa_pss_rsae_sha256",
        "0x0403, ecdsa_secp256r1_sha256",
        "0x0301, rsa_sha224",
        "0x0402, dsa_sha256",
        "0x0101, rsa_md5",
        "0xfe01, 0xfe01"
    })
    void shouldNameTheSignatureOfTheKeyExchange(String scheme, String name) {
        byte[] keyExchange = Records.handshake(
                HandshakeType.SERVER_KEY_EXCHANGE,
                Bytes.of()
                        .u8(3)
                        .u16(NamedGroup.X25519)
                        .u8(2, 4, 4)
                        .u16(Integer.decode(scheme), 1)
                        .u8(7)
                        .bytes());
        tls.client(ClientHellos.tls12().bytes())
                .server(ServerHellos.tls12(SUITE).bytes(), keyExchange);

        assertThat(detail().signatureAlgorithm()).isEqualTo(name);
        assertThat(tls.describe().tls.curve()).isEqualTo("x25519");
    }

    @Test
    void shouldNotReadASignatureAlgorithmWhereTheVersionHasNone() {
        tls.client(ClientHellos.tls12().withLegacyVersion(0x0301).bytes())
                .server(Records.serverHello(0x0301, SUITE), Records.serverKeyExchange(NamedGroup.X25519));

        assertThat(detail().signatureAlgorithm()).isNull();
    }

    @Test
    void shouldNameExplicitCurves() {
        tls.client(ClientHellos.tls12().bytes())
                .server(
                        ServerHellos.tls12(SUITE).bytes(),
                        Records.handshake(
                                HandshakeType.SERVER_KEY_EXCHANGE,
                                Bytes.of().u8(1, 32, 1, 2, 3).bytes()));

        assertThat(tls.describe().tls.curve()).isEqualTo("arbitrary_explicit_prime_curves");
        assertThat(detail().signatureAlgorithm()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "0x0200, mlkem512, pure",
        "0x0202, mlkem1024, pure",
        "4587, secp256r1mlkem768, hybrid",
        "4588, x25519mlkem768, hybrid",
        "4589, secp384r1mlkem1024, hybrid",
        "4590, curvesm2mlkem768, hybrid",
        "25497, x25519kyber768draft00, draft",
        "29, x25519, "
    })
    void shouldSayHowTheGroupResistsQuantumComputers(String group, String name, String kind) {
        tls.client(ClientHellos.tls13().bytes())
                .server(ServerHellos.tls13(Integer.decode(group)).bytes());

        assertThat(tls.describe().tls.curve()).isEqualTo(name);
        assertThat(detail().postQuantum()).isEqualTo(kind != null);
        assertThat(detail().postQuantumKind()).isEqualTo(kind);
        assertThat(detail().postQuantumOffered()).isTrue();
    }

    @Test
    void shouldSkipGreaseInEveryList() {
        tls.client(ClientHellos.tls13()
                .withExtension(TlsExtensionType.SIGNATURE_ALGORITHMS, Bytes.of().u16(4, 0x8a8a, 0x0403))
                .withExtension(
                        TlsExtensionType.PSK_KEY_EXCHANGE_MODES, Bytes.of().u8(3, 0x0b, 1, 0xe4))
                .withExtension(
                        TlsExtensionType.APPLICATION_LAYER_PROTOCOL_NEGOTIATION,
                        Bytes.of().u16(6).u8(2, 0x3a, 0x3a, 2, 'h', '2'))
                .bytes());

        assertThat(detail().offeredSignatureAlgorithms()).containsExactly("ecdsa_secp256r1_sha256");
        assertThat(detail().pskModes()).containsExactly("psk_dhe_ke");
        assertThat(detail().offeredProtocols()).containsExactly("h2");
        assertThat(detail().offeredVersions()).containsExactly("1.3", "1.2");
    }

    @Test
    void shouldGiveTheBitsOfANamedFiniteField() {
        tls.client(ClientHellos.tls13().bytes()).server(ServerHellos.tls13(257).bytes());

        assertThat(tls.describe().tls.curve()).isEqualTo("ffdhe3072");
        assertThat(detail().dhBits()).isEqualTo(3072);
    }

    @Test
    void shouldNeverCallTls12PostQuantum() {
        tls.client(ClientHellos.tls13().bytes())
                .server(ServerHellos.tls12(SUITE).bytes(), Records.serverKeyExchange(NamedGroup.X25519MLKEM768));

        assertThat(detail().postQuantum()).isFalse();
        assertThat(detail().postQuantumKind()).isNull();
    }

    @Test
    void shouldGiveTheNumberOfADraft() {
        tls.client(ClientHellos.tls13().bytes())
                .server(ServerHellos.tls13(NamedGroup.X25519, 0x7f17).bytes());

        assertThat(tls.describe().tls.version()).isEqualTo("1.3");
        assertThat(detail().draft()).isEqualTo(23);
    }

    @Test
    void shouldTellAPreSharedKeyWithoutDiffieHellman() {
        ClientHellos hello = ClientHellos.tls13()
                .withExtension(
                        TlsExtensionType.PSK_KEY_EXCHANGE_MODES, Bytes.of().u8(2, 0, 1))
                .withExtension(TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0));
        tls.client(hello.bytes())
                .server(ServerHellos.tls13(ServerHello.NO_GROUP)
                        .withExtension(
                                TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0))
                        .bytes());

        assertThat(detail().pskModes()).containsExactly("psk_ke", "psk_dhe_ke");
        assertThat(detail().resumption()).isEqualTo("psk_ke");
        assertThat(detail().forwardSecret()).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, outer, ", "1, inner, ", "9, , "})
    void shouldNameTheKindOfEch(int type, String name, String result) {
        tls.client(ClientHellos.tls13()
                        .withExtension(
                                TlsExtensionType.ENCRYPTED_CLIENT_HELLO,
                                Bytes.of().u8(type))
                        .bytes())
                .server(ServerHellos.tls13(NamedGroup.X25519).bytes());

        assertThat(detail().ech()).isTrue();
        assertThat(detail().echType()).isEqualTo(name);
        assertThat(detail().echResult()).isEqualTo(result);
    }

    @Test
    void shouldSeeThatARetryWithoutAWordOnEchRefusesIt() {
        Bytes ech = Bytes.of().u8(0);
        ClientHellos hello = ClientHellos.tls13().withExtension(TlsExtensionType.ENCRYPTED_CLIENT_HELLO, ech);
        tls.client(hello.bytes())
                .server(ServerHellos.retry(NamedGroup.SECP256R1).bytes());

        assertThat(detail().echResult()).isEqualTo("rejected");
    }

    @Test
    void shouldNotTakeAnAnswerOnEchForItsAcceptance() {
        Bytes ech = Bytes.of().u8(0);
        ClientHellos hello = ClientHellos.tls13().withExtension(TlsExtensionType.ENCRYPTED_CLIENT_HELLO, ech);
        tls.client(hello.bytes())
                .server(ServerHellos.retry(NamedGroup.SECP256R1)
                        .withExtension(
                                TlsExtensionType.ENCRYPTED_CLIENT_HELLO,
                                Bytes.of().raw(new byte[8]))
                        .bytes());

        assertThat(detail().echResult()).isEqualTo("answered");
    }

    @ParameterizedTest
    @CsvSource({"true, 21, accepted", "true, 53, rejected", "false, 53, rejected"})
    void shouldInferWhetherEarlyDataWasTaken(boolean preSharedKey, int first, String result) {
        tls.client(earlyHello().bytes(), Records.data(300));
        assertThat(detail().earlyData()).isEqualTo("offered");

        ServerHellos hello = ServerHellos.tls13(NamedGroup.X25519);
        if (preSharedKey) {
            hello.withExtension(TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0));
        }
        tls.server(hello.bytes(), Records.data(30), Records.data(53));
        tls.client(Records.data(first), Records.data(53)).server(Records.data(200));

        assertThat(detail().earlyData()).isEqualTo(result);
    }

    @Test
    void shouldReportWhatTheSecondHelloChanged() {
        tls.client(earlyHello().withServerName("a.example").bytes())
                .server(ServerHellos.retry(NamedGroup.SECP256R1).bytes());
        tls.client(ClientHellos.tls13()
                .withServerName("b.example")
                .withExtension(TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0))
                .withExtension(TlsExtensionType.COOKIE, Bytes.of().u16(0))
                .bytes());

        assertThat(detail().helloRetryChanges()).containsExactly("server_name", "early_data", "cookie");
        assertThat(detail().earlyData()).isEqualTo("rejected");
        assertThat(tls.describe().tls.client().serverName()).isEqualTo("a.example");
    }

    @Test
    void shouldReportARenegotiationThatIsInTheClear() {
        tls.client(ClientHellos.tls12()
                .withExtension(
                        TlsExtensionType.RENEGOTIATION_INFO, Bytes.of().u8(12).raw(new byte[12]))
                .bytes());

        assertThat(detail().renegotiation()).isTrue();
    }

    @Test
    void shouldReportARenegotiationBehindData() {
        tls.client(ClientHellos.tls12().bytes())
                .gap(Side.SERVER)
                .client(Records.clientKeyExchange(), Records.finished(), Records.data(100));
        assertThat(detail().renegotiation()).isNull();

        tls.client(Records.record(ContentType.HANDSHAKE, new byte[200]));
        assertThat(detail().renegotiation()).isTrue();
        assertThat(tls.describe().handshake.state()).isEqualTo("unknown");
    }

    /** Next Protocol Negotiation and channel ids send a message of their own before the Finished. */
    @Test
    void shouldNotTakeTwoEncryptedMessagesForARenegotiation() {
        tls.client(ClientHellos.tls12().bytes())
                .server(ServerHellos.tls12(SUITE).bytes());
        tls.client(Records.clientKeyExchange(), Records.finished(), Records.record(ContentType.HANDSHAKE, new byte[] {
            (byte) 0xa7, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        }));

        assertThat(detail().renegotiation()).isNull();
    }

    @Test
    void shouldReportATicketInTheClear() {
        tls.client(ClientHellos.tls12().bytes())
                .server(
                        ServerHellos.tls12(SUITE).bytes(),
                        Records.handshake(HandshakeType.NEW_SESSION_TICKET, new byte[60]));

        assertThat(detail().ticketIssued()).isTrue();
    }

    private static ClientHellos earlyHello() {
        return ClientHellos.tls13()
                .withExtension(TlsExtensionType.EARLY_DATA, EMPTY)
                .withExtension(TlsExtensionType.PRE_SHARED_KEY, Bytes.of().u16(0));
    }

    private void complete(ClientHellos hello, ServerHellos answer) {
        tls.client(hello.bytes()).server(answer.bytes());
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());
    }

    private void completeSigned(byte[] serverKeyExchange) {
        tls.client(ClientHellos.tls12().bytes())
                .server(ServerHellos.tls12(SUITE).bytes(), serverKeyExchange);
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());
    }

    private Observation.TlsDetail detail() {
        return tls.describe().tlsDetail;
    }
}
