package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.CloseKind;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Progress;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.x509.TestCertificates;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TlsDissectorTest {
    /** RFC 8448 section 3, "Simple 1-RTT Handshake", the complete records. */
    static final String RFC8448_CLIENT_HELLO =
            "16030100c4010000c00303cb34ecb1e78163ba1c38c6dacb196a6dffa21a8d9912ec18a2ef"
                    + "6283024dece7000006130113031302010000910000000b0009000006736572766572ff01000100000a00140012001d001700"
                    + "1800190100010101020103010400230000003300260024001d002099381de560e4bd43d23d8e435a7dbafeb3c06e51c13cae"
                    + "4d5413691e529aaf2c002b0003020304000d0020001e04030503060302030804080508060401050106010201040205020602"
                    + "0202002d00020101001c00024001";

    static final String RFC8448_SERVER_HELLO =
            "160303005a020000560303a6af06a4121860dc5e6e60249cd34c95930c8ac5cb1434dac1"
                    + "55772ed3e2692800130100002e00330024001d0020c9828876112095fe66762bdbf7c672e156d6cc253b833df1dd69b1b04e"
                    + "751f0f002b00020304";

    /** A moment at which the certificates of the test resources are valid. */
    private static final long VALID_NS = leafNotBefore().plusSeconds(86_400).getEpochSecond() * 1_000_000_000L;

    private final TlsFeeder tls = new TlsFeeder().at(VALID_NS);

    @Test
    void shouldReadTheTraceOfRfc8448() {
        tls.client(RFC8448_CLIENT_HELLO).server(RFC8448_SERVER_HELLO).server(Records.data(0x2a2));
        tls.client(Records.data(53)).server(Records.data(0xde));

        ObservationDraft draft = tls.describe();
        assertThat(tls.progress).isEqualTo(Progress.DONE);
        assertThat(draft.protocol).isEqualTo("tls");
        assertThat(draft.tls.version()).isEqualTo("1.3");
        assertThat(draft.tls.versionProtocol()).isEqualTo("tls");
        assertThat(draft.tls.cipher()).isEqualTo("TLS_AES_128_GCM_SHA256");
        assertThat(draft.tls.curve()).isEqualTo("x25519");
        assertThat(draft.tls.established()).isTrue();
        assertThat(draft.tls.client().serverName()).isEqualTo("server");
        assertThat(draft.tls.client().supportedCiphers())
                .containsExactly("TLS_AES_128_GCM_SHA256", "TLS_CHACHA20_POLY1305_SHA256", "TLS_AES_256_GCM_SHA384");
        assertThat(draft.tlsDetail.offeredVersions()).containsExactly("1.3");
        assertThat(draft.tlsDetail.keyShareGroups()).containsExactly("x25519");
        assertThat(draft.tlsDetail.forwardSecret()).isTrue();
        assertThat(draft.handshake.state()).isEqualTo("completed");
        assertThat(draft.handshake.inferred()).isTrue();
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldReadTheSameWhenEveryByteComesAlone() {
        for (String hex : new String[] {RFC8448_CLIENT_HELLO, RFC8448_SERVER_HELLO}) {
            Side side = hex.equals(RFC8448_CLIENT_HELLO) ? Side.CLIENT : Side.SERVER;
            for (byte b : HexFormat.of().parseHex(hex)) {
                tls.feed(side, new byte[] {b});
            }
        }
        for (byte b : Records.data(60)) {
            tls.server(new byte[] {b});
        }
        for (byte b : Records.data(53)) {
            tls.client(new byte[] {b});
        }

        assertThat(tls.server(Records.data(100)).progress).isEqualTo(Progress.DONE);
        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 17, 100})
    void shouldPutTogetherMessagesSplitOverRecords(int size) {
        byte[] message = ClientHellos.tls13().withServerName("example.org").message();
        for (int at = 0; at < message.length; at += size) {
            tls.client(Records.record(22, Arrays.copyOfRange(message, at, Math.min(message.length, at + size))));
        }

        assertThat(tls.describe().tls.client().serverName()).isEqualTo("example.org");
        assertThat(tls.pending(Side.CLIENT)).isZero();
    }

    @Test
    void shouldJudgeAWellConfiguredTls12ServerProtected() {
        completeTls12(0xc02f, TestCertificates.leaf(), "db.internal");

        ObservationDraft draft = tls.describe();
        assertThat(tls.progress).isEqualTo(Progress.DONE);
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
        assertThat(draft.reasons).extracting("rule").containsExactly(Reasons.TLS_ACCEPTABLE);
        assertThat(draft.tls.curve()).isEqualTo("x25519");
        assertThat(draft.tls.resumed()).isFalse();
        assertThat(draft.handshake.inferred()).isFalse();
        assertThat(draft.tls.server().x509().publicKeyCurve()).isEqualTo("secp256r1");
    }

    @Test
    void shouldNameEachWeaknessOfACertificate() {
        completeTls12(0xc02f, TestCertificates.weak(), "db.internal");

        ObservationDraft draft = tls.describe();
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.reasons).extracting("rule").containsOnly(Reasons.TLS_CERTIFICATE_WEAK);
        assertThat(draft.reasons.toString())
                .contains(
                        "RSA key of 1024 bits",
                        "SHA1withRSA",
                        "self-signed",
                        "not for the name db.internal",
                        "3650 days");
    }

    @Test
    void shouldNotCallProtectedWhatRestsOnACertificateThatDoesNotRead() {
        completeTls12(0xc02f, new byte[] {0x30, 3, 1, 2, 3}, "db.internal");

        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_CERTIFICATE_WEAK);
        assertThat(tls.describe().reasons.toString()).contains("unreadable");
    }

    @Test
    void shouldJudgeAnExpiredCertificateAtPacketTime() {
        tls.after(100 * 86_400);
        completeTls12(0xc02f, TestCertificates.leaf(), "db.internal");

        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_CERTIFICATE_EXPIRED);
    }

    @Test
    void shouldJudgeACertificateThatIsNotYetValid() {
        tls.after(-3 * 86_400);
        completeTls12(0xc02f, TestCertificates.leaf(), "db.internal");

        assertThat(tls.describe().reasons.toString()).contains("not valid before");
    }

    @ParameterizedTest
    @CsvSource({"0x0301, 1.0", "0x0302, 1.1"})
    void shouldCallOldVersionsWeak(String version, String text) {
        int code = Integer.decode(version);
        tls.client(ClientHellos.tls12().withLegacyVersion(code).bytes()).server(Records.serverHello(code, 0xc02f));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        ObservationDraft draft = tls.describe();
        assertThat(draft.tls.version()).isEqualTo(text);
        assertThat(draft.reasons).extracting("rule").contains(Reasons.TLS_VERSION_BELOW_MINIMUM);
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldMeasureTheDiffieHellmanPrime() {
        tls.client(ClientHellos.tls12().bytes())
                .server(Records.serverHello(0x0303, 0x009e), Records.serverKeyExchangeDh(1024));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertThat(tls.describe().tlsDetail.dhBits()).isEqualTo(1024);
        assertThat(tls.describe().reasons).extracting("rule").containsExactly(Reasons.TLS_DH_TOO_SMALL);
    }

    @Test
    void shouldCallTheSuiteZeroWeak() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0x0000));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertThat(tls.describe().protection).isEqualTo(Protection.WEAK);
        assertThat(tls.describe().tls.cipher()).isEqualTo("TLS_NULL_WITH_NULL_NULL");
        assertThat(tls.describe().tlsDetail.forwardSecret()).isFalse();
    }

    @Test
    void shouldNotCallAnUnregisteredSuiteProtected() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xabcd));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());

        assertThat(tls.describe().protection).isEqualTo(Protection.UNKNOWN);
        assertThat(tls.describe().tls.cipher()).isEqualTo("0xABCD");
    }

    @ParameterizedTest
    @CsvSource({"0x444F574E47524401, tls12", "0x444F574E47524400, tls11"})
    void shouldReportTheDowngradeSentinel(String tail, String name) {
        tls.client(ClientHellos.tls13().bytes()).server(Records.serverHello(0x0303, 0xc02f, Long.decode(tail)));

        assertThat(tls.describe().tlsDetail.downgradeSentinel()).isEqualTo(name);
    }

    @Test
    void shouldReportFallbackScsv() {
        tls.client(ClientHellos.tls12().withCipherSuites(0xc02f, 0x5600).bytes());

        assertThat(tls.describe().tlsDetail.fallbackScsv()).isTrue();
    }

    @Test
    void shouldRefuseAFirstByteThatIsNotTls() {
        assertThat(tls.client("GET / HTTP/1.1\r\n".getBytes(StandardCharsets.US_ASCII)).progress)
                .isEqualTo(Progress.NOT_MINE);
    }

    @Test
    void shouldReadOnBehindAHelloRetryRequest() {
        byte[] retry = Records.serverHello13();
        byte[] random = HexFormat.of().parseHex("CF21AD74E59A6111BE1D8C021E65B891C2A211167ABB8C5E079E09E2C8A8339C");
        System.arraycopy(random, 0, retry, 11, 32);
        tls.client(ClientHellos.tls13().bytes()).server(retry, Records.changeCipherSpec());
        tls.client(Records.changeCipherSpec(), ClientHellos.tls13().bytes());
        tls.server(Records.serverHello13(), Records.data(900))
                .client(Records.data(53))
                .server(Records.data(250));

        assertThat(tls.describe().handshake.helloRetry()).isTrue();
        assertThat(tls.describe().tlsDetail.clientHelloCount()).isEqualTo(2);
        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldCallAGapUnknownAndNeverFailed() {
        tls.client(ClientHellos.tls12().bytes()).gap(Side.SERVER);
        tls.server(Records.serverHello(0x0303, 0xc02f)).close(Side.SERVER, CloseKind.RESET);

        ObservationDraft draft = tls.describe();
        assertThat(draft.handshake.state()).isEqualTo("unknown");
        assertThat(draft.handshake.failure()).isNull();
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.tls.established()).isNull();
        assertThat(draft.reasons).extracting("rule").containsExactly(Reasons.TLS_HANDSHAKE_INCOMPLETE);
    }

    @Test
    void shouldReportWhatOneSideAloneShows() {
        tls.server(
                Records.serverHello(0x0303, 0xc02f), Records.certificate(TestCertificates.leaf()), Records.finished());
        tls.close(Side.SERVER, CloseKind.FIN);

        assertThat(tls.describe().handshake.state()).isEqualTo("unknown");
        assertThat(tls.describe().tls.cipher()).isEqualTo("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");
        assertThat(tls.describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldNotFailAClientWhoseServerWasNotSeen() {
        tls.client(ClientHellos.tls12().bytes(), Records.clientKeyExchange(), Records.finished(), Records.data(100));
        tls.close(Side.CLIENT, CloseKind.FIN);

        assertThat(tls.describe().handshake.state()).isEqualTo("unknown");
    }

    @Test
    void shouldCallAConnectionPickedUpMidwayUnknownTls() {
        tls.client(Records.data(200));

        assertThat(tls.progress).isEqualTo(Progress.DONE);
        assertThat(tls.describe().protocol).isEqualTo("tls");
        assertThat(tls.describe().handshake.state()).isEqualTo("unknown");
        assertThat(tls.describe().protection).isEqualTo(Protection.UNKNOWN);
    }

    @Test
    void shouldTakeWhoSendsTheHelloForTheClient() {
        tls.server(ClientHellos.tls12().withServerName("db.internal").bytes()).client(Records.alert(2, 70));

        assertThat(tls.describe().tls.client().serverName()).isEqualTo("db.internal");
        assertThat(tls.describe().handshake.alertSender()).isEqualTo("server");
    }

    @Test
    void shouldReportMutualAuthentication() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.server(Records.handshake(HandshakeType.CERTIFICATE_REQUEST, new byte[5]));
        assertThat(tls.describe().tlsDetail.mutual()).isEqualTo("requested");

        tls.client(Records.certificate(TestCertificates.leaf()));
        assertThat(tls.describe().tlsDetail.mutual()).isEqualTo("presented");
        assertThat(tls.describe().tls.client().subject()).startsWith("CN=db.internal");
    }

    @Test
    void shouldReportAClientThatDeclines() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f));
        tls.server(Records.handshake(HandshakeType.CERTIFICATE_REQUEST, new byte[5]))
                .client(Records.certificate());

        assertThat(tls.describe().tlsDetail.mutual()).isEqualTo("declined");
    }

    @Test
    void shouldSeeAResumedSession() {
        tls.client(ClientHellos.tls12().bytes()).server(Records.serverHello(0x0303, 0xc02f), Records.finished());
        tls.client(Records.finished());

        assertThat(tls.describe().tls.resumed()).isTrue();
        assertThat(tls.describe().protection).isEqualTo(Protection.PROTECTED);
    }

    private void completeTls12(int cipherSuite, byte[] certificate, String name) {
        tls.client(ClientHellos.tls12().withServerName(name).bytes());
        tls.server(Records.serverHello(0x0303, cipherSuite), Records.certificate(certificate));
        tls.server(
                Records.serverKeyExchange(NamedGroup.X25519),
                Records.handshake(HandshakeType.SERVER_HELLO_DONE, new byte[0]));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());
    }

    private static Instant leafNotBefore() {
        return new io.plainsight.sensor.x509.CertificateCache()
                .summarise(new io.plainsight.sensor.buffer.ByteCursor().wrap(TestCertificates.leaf()))
                .notBefore();
    }
}
