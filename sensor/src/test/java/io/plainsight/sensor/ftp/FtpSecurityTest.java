package io.plainsight.sensor.ftp;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.dissect.Side;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.testing.SharedFolder;
import io.plainsight.sensor.text.Dialogue;
import io.plainsight.sensor.text.SampleHandshake;
import io.plainsight.sensor.text.TcpStreams;
import io.plainsight.sensor.tls.TlsDissector;
import io.plainsight.sensor.x509.CertificateCache;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FtpSecurityTest {
    private static final String OPENING = """
            S: 220 GridFTP Server ready.
            C: AUTH GSSAPI
            S: 334 Using authentication type; ADAT must follow.
            """;

    private static final String ENCRYPTED = "ENC FwMBACAaXmW+G1bOG4CPkn1J90cfn4UhGIg15byPtzi5jbMAvg==\r\n";

    private final CertificateCache certificates = new CertificateCache();

    @Test
    void shouldReadTheHandshakeAndCallNothingProtected() {
        ObservationDraft draft = feed(handshake("tls12-good.pcap").client(ENCRYPTED));

        assertThat(draft.protocol).isEqualTo("ftp");
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.tls.established()).isTrue();
        assertThat(draft.tls.client().ja4()).hasSize(36);
        assertThat(draft.certificates).isNotNull();
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.action).isNull();
        assertThat(draft.reasons).extracting(r -> r.rule()).containsExactly(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldCallAWeakHandshakeWeak() {
        ObservationDraft draft = feed(handshake("tls10.pcap").client(ENCRYPTED));

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.action).isEqualTo(Actions.HANDSHAKE_COMPLETED);
        assertThat(draft.reasons).extracting(r -> r.rule()).contains(Reasons.TLS_VERSION_BELOW_MINIMUM);
    }

    /** A checksum hides nothing, however well the login was protected. */
    @ParameterizedTest
    @ValueSource(strings = {"tls12-good.pcap", "tls10.pcap"})
    void shouldNotCallAChecksumEncryption(String file) {
        ObservationDraft draft = feed(handshake(file).client("MIC FwMBACAa\r\n"));

        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.tls.established()).isTrue();
        assertThat(draft.reasons).extracting(r -> r.rule()).containsExactly(Reasons.ENCRYPTION_LOGIN_ONLY);
    }

    @Test
    void shouldSeeCommandsInClearBehindTheHandshake() {
        ObservationDraft draft = feed(handshake("tls12-good.pcap")
                .client(ENCRYPTED)
                .server("632 FwMBACA=\r\n")
                .client("USER bob\r\n")
                .server("331 password\r\n")
                .client("PASS secret\r\n"));

        assertThat(draft.protection).isEqualTo(Protection.PLAINTEXT);
        assertThat(draft.plaintext.credentials()).isEqualTo("secret");
        assertThat(draft.action).isEqualTo(Actions.PLAINTEXT_OBSERVED);
        assertThat(draft.tls.version()).isEqualTo("1.2");
        assertThat(draft.reasons)
                .extracting(r -> r.rule())
                .containsExactly(Reasons.PLAINTEXT_PROTOCOL, Reasons.PLAINTEXT_CREDENTIALS);
    }

    /** A token of Kerberos begins with 0x60 (RFC 2743 section 3.1). */
    @Test
    void shouldLeaveOtherTokensAlone() {
        Dialogue kerberos = Dialogue.of(OPENING + """
                C: ADAT YIICbwYJKoZIhvcSAQICAQBuggJeMIICWqADAgEFoQMCAQ6iBwMFACAAAACj
                S: 235 ADAT=YGgGCSqGSIb3EgECAgIAb1kwV6ADAgEFoQMCAQ+iSzBJ
                """).client(ENCRYPTED);

        ObservationDraft draft = feed(kerberos);
        assertThat(draft.tls).isNull();
        assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
        assertThat(draft.reasons).extracting(r -> r.rule()).containsExactly(Reasons.CRYPTO_ALGORITHM_HIDDEN);
    }

    @Test
    void shouldNotReadWhatTheServerDidNotAccept() {
        Dialogue refused = Dialogue.of("S: 220 FTP\nC: AUTH GSSAPI\nS: 504 unknown");
        Base64.Encoder base64 = Base64.getEncoder();
        SampleHandshake.TlsRecord hello =
                SampleHandshake.load("tls12-good.pcap").get(0);

        assertThat(feed(refused.client("ADAT " + base64.encodeToString(hello.bytes()) + "\r\n")).tls)
                .isNull();
    }

    @Test
    void shouldTellTheSameHoweverTheBytesAreSplit() {
        Dialogue dialogue = handshake("tls10.pcap").client(ENCRYPTED);
        String whole = dialogue.feed(this::open).summary();

        assertThat(dialogue.feedByteByByte(this::open).summary()).isEqualTo(whole);
        for (int at = 1; at < dialogue.length(); at += 7) {
            assertThat(dialogue.feedSplit(this::open, at).summary()).isEqualTo(whole);
        }
    }

    @Test
    void shouldNeverBeProtectedHoweverItIsCutOrLost() {
        Dialogue dialogue = handshake("tls12-good.pcap").client(ENCRYPTED);
        for (int length = 0; length < dialogue.length(); length++) {
            assertThat(dialogue.feedTruncated(this::open, length).draft().protection)
                    .isEqualTo(Protection.UNKNOWN);
        }
        for (int at = 0; at < dialogue.length(); at += 11) {
            ObservationDraft draft = dialogue.feedWithGap(this::open, at, 200).draft();
            assertThat(draft.protection).isEqualTo(Protection.UNKNOWN);
            assertThat(draft.action).isNull();
        }
    }

    @Test
    void shouldSurviveDisturbedLines() {
        Random random = new Random(2228);
        Dialogue dialogue = handshake("tls12-good.pcap").client(ENCRYPTED);
        for (int round = 0; round < 500; round++) {
            Dialogue disturbed = new Dialogue();
            dialogue.forEach((side, bytes) -> {
                byte[] copy = bytes.clone();
                copy[random.nextInt(copy.length)] = (byte) random.nextInt(256);
                disturbed.message(side, copy);
            });
            assertThat(feed(disturbed).protection).isNotEqualTo(Protection.PROTECTED);
        }
    }

    @Test
    void shouldPassOverALineBeyondTheLimit() {
        Dialogue dialogue = Dialogue.of(OPENING).client("ADAT " + "FgMBAGsBAABn".repeat(8000) + "\r\n");

        assertThat(feed(dialogue).protection).isEqualTo(Protection.UNKNOWN);
        assertThat(feed(dialogue).reasons).extracting(r -> r.rule()).isNotEmpty();
    }

    @Test
    void shouldReadTheHandshakeOfGlobus() throws IOException {
        Dialogue control = TcpStreams.read(SharedFolder.require().resolve("corpus/zeek/globus-url-copy.pcap"))
                .iterator()
                .next();
        ObservationDraft draft = feed(control);

        assertThat(draft.protection).isEqualTo(Protection.WEAK);
        assertThat(draft.tls.cipher()).isEqualTo("TLS_RSA_WITH_AES_256_CBC_SHA");
        assertThat(draft.tls.server().hash().sha256())
                .isEqualTo("5d3015916579d36adff0d813c94ab4354cd9ed3d23646b40e4d137b79c77c860");
    }

    private ObservationDraft feed(Dialogue dialogue) {
        return dialogue.feed(this::open).draft();
    }

    private StreamDissector open() {
        FtpDissector dissector = new FtpDissector();
        dissector.carryTls(() -> SampleHandshake.inItsTime(new TlsDissector(certificates)));
        return dissector;
    }

    /** Each flight of the handshake as one line, as Globus has it; the server's last ends the exchange. */
    private static Dialogue handshake(String file) {
        Dialogue dialogue = Dialogue.of(OPENING);
        List<SampleHandshake.TlsRecord> records = SampleHandshake.load(file);
        ByteArrayOutputStream flight = new ByteArrayOutputStream();
        for (int i = 0; i < records.size(); i++) {
            SampleHandshake.TlsRecord record = records.get(i);
            flight.writeBytes(record.bytes());
            boolean last = i == records.size() - 1;
            if (last || records.get(i + 1).side() != record.side()) {
                String base64 = Base64.getEncoder().encodeToString(flight.toByteArray());
                String head = record.side() == Side.CLIENT ? "ADAT " : last ? "235 ADAT=" : "335 ADAT=";
                dialogue.message(record.side(), (head + base64 + "\r\n").getBytes(StandardCharsets.US_ASCII));
                flight.reset();
            }
        }
        return dialogue;
    }
}
