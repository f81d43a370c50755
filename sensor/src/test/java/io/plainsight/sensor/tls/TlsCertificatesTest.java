package io.plainsight.sensor.tls;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.x509.CertificateCache;
import io.plainsight.sensor.x509.TestCertificates;
import io.plainsight.sensor.x509.TrustRoots;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TlsCertificatesTest {
    private static final int SUITE = 0xc02f;

    @Test
    void shouldTellTheWholeChainAndTheName() {
        ObservationDraft draft = handshake(
                new CertificateCache(), "a.apps.example.org", null, made("chain-server"), made("chain-intermediate"));

        Observation.Chain chain = draft.certificates.server();
        assertThat(chain.certificates())
                .extracting(Observation.Certificate::subject)
                .containsExactly("CN=not-a-name, O=Example", "CN=Chain Intermediate, O=Example Trust");
        assertThat(chain.certificates().get(0).extendedKeyUsage()).containsExactly("serverAuth", "clientAuth");
        assertThat(chain.certificates().get(1).authority()).isTrue();
        assertThat(chain.length()).isEqualTo(2);
        assertThat(chain.ordered()).isTrue();
        assertThat(chain.nameMatch()).isTrue();
        assertThat(chain.trusted()).isNull();
        assertThat(chain.findings()).isEmpty();
        assertThat(draft.certificates.client()).isNull();
        assertThat(draft.protection).isEqualTo(Protection.PROTECTED);
    }

    @Test
    void shouldCallAnUntrustedChainWeakOnlyWhereRootsWereGiven() {
        byte[][] certificates = {made("chain-server"), made("chain-intermediate")};

        ObservationDraft trusted = handshake(trusting("chain-root"), "www.example.org", null, certificates);
        ObservationDraft untrusted = handshake(trusting("chain-other"), "www.example.org", null, certificates);

        assertThat(trusted.certificates.server().trusted()).isTrue();
        assertThat(trusted.protection).isEqualTo(Protection.PROTECTED);
        assertThat(untrusted.certificates.server().trusted()).isFalse();
        assertThat(untrusted.certificates.server().findings()).containsExactly("no_root");
        assertThat(untrusted.protection).isEqualTo(Protection.WEAK);
        assertThat(untrusted.reasons)
                .extracting(Observation.Reason::rule)
                .containsExactly(Reasons.TLS_CERTIFICATE_UNTRUSTED);
    }

    @Test
    void shouldNameASelfSignedCertificateOnceAsSuch() {
        ObservationDraft draft = handshake(trusting("chain-root"), null, null, made("key-ed25519"));

        assertThat(draft.certificates.server().trusted()).isFalse();
        assertThat(draft.reasons).singleElement().satisfies(reason -> assertThat(reason.detail())
                .contains("self-signed"));
    }

    @Test
    void shouldFindAMismatchAndACommonNameAlone() {
        ObservationDraft other = handshake(new CertificateCache(), "www.example.com", null, made("chain-server"));
        ObservationDraft commonName =
                handshake(new CertificateCache(), "ed25519.example.org", null, made("key-ed25519"));

        assertThat(other.certificates.server().nameMatch()).isFalse();
        assertThat(other.certificates.server().findings()).containsExactly("name_mismatch");
        assertThat(commonName.certificates.server().nameMatch()).isTrue();
        assertThat(commonName.certificates.server().findings()).containsExactly("common_name_only");
    }

    @Test
    void shouldTakeTheWordOfAStapledResponse() {
        byte[][] chain = {made("chain-server"), made("chain-intermediate")};

        ObservationDraft good = handshake(new CertificateCache(), null, made("ocsp-good"), chain);
        ObservationDraft revoked = handshake(new CertificateCache(), null, made("ocsp-revoked"), chain);

        assertThat(good.certificates.server().ocsp()).isEqualTo("good");
        assertThat(good.protection).isEqualTo(Protection.PROTECTED);
        assertThat(revoked.certificates.server().ocsp()).isEqualTo("revoked");
        assertThat(revoked.certificates.server().findings()).containsExactly("revoked");
        assertThat(revoked.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldTellTheClientsChain() {
        TlsFeeder tls = new TlsFeeder(new TlsDissector(new CertificateCache()));
        tls.client(ClientHellos.tls12().bytes());
        tls.server(
                Records.serverHello(0x0303, SUITE),
                Records.certificate(made("chain-server")),
                Records.serverKeyExchange(NamedGroup.X25519),
                Records.handshake(HandshakeType.CERTIFICATE_REQUEST, new byte[8]),
                Records.handshake(HandshakeType.SERVER_HELLO_DONE, new byte[0]));
        tls.client(
                Records.certificate(made("chain-sibling"), made("chain-intermediate")),
                Records.clientKeyExchange(),
                Records.finished());
        tls.server(Records.finished());

        ObservationDraft draft = tls.describe();

        assertThat(draft.tls.client().subject()).isEqualTo("CN=sibling.example.org");
        assertThat(draft.certificates.client().certificates()).hasSize(2);
        assertThat(draft.certificates.client().ordered()).isTrue();
        assertThat(draft.certificates.client().nameMatch()).isNull();
    }

    @Test
    void shouldKeepTheFingerprintOfACertificateThatDoesNotRead() {
        ObservationDraft draft =
                handshake(trusting("chain-root"), "www.example.org", null, new byte[] {0x30, 3, 1, 2, 3});

        Observation.Chain chain = draft.certificates.server();
        assertThat(chain.findings()).containsExactly("unreadable");
        assertThat(chain.trusted()).isNull();
        assertThat(chain.nameMatch()).isNull();
        assertThat(chain.certificates()).singleElement().satisfies(certificate -> {
            assertThat(certificate.readable()).isFalse();
            assertThat(certificate.subject()).isNull();
            assertThat(certificate.hash().sha256()).hasSize(64);
        });
        assertThat(draft.protection).isEqualTo(Protection.WEAK);
    }

    @Test
    void shouldSurviveACertificateMessageDisturbedAnywhere() {
        CertificateCache cache = trusting("chain-root");
        byte[] record = Records.certificate(made("chain-server"), made("chain-intermediate"));
        byte[] body = Arrays.copyOfRange(record, 9, record.length);
        Random random = new Random(20261121);

        for (int length = 0; length <= body.length; length++) {
            parse(cache, Arrays.copyOf(body, length));
        }
        for (int i = 0; i < body.length; i++) {
            for (int value : new int[] {0, 1, 0x7f, 0xff, random.nextInt(256)}) {
                byte[] damaged = body.clone();
                damaged[i] = (byte) value;
                parse(cache, damaged);
            }
        }
        for (int i = 0; i < 2_000; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            parse(cache, noise);
            assertThat(CertificateStatusParser.parse(new ByteCursor().wrap(noise), null))
                    .isNotNull();
        }
    }

    private static void parse(CertificateCache cache, byte[] body) {
        var reader = cache.newChain();
        ParseResult result = new CertificateMessageParser().parse(new ByteCursor().wrap(body), reader);
        var chain = reader.finish(1_700_000_000_000_000_000L);
        assertThat(result).isNotNull();
        assertThat(chain == null || chain.length() >= chain.certificates().size())
                .isTrue();
    }

    private static ObservationDraft handshake(
            CertificateCache cache, String name, byte[] ocsp, byte[]... certificates) {
        Instant seen = Instant.ofEpochSecond(0);
        for (byte[] certificate : certificates) {
            Instant notBefore = new CertificateCache()
                    .summarise(new ByteCursor().wrap(certificate))
                    .notBefore();
            seen = notBefore != null && notBefore.isAfter(seen) ? notBefore : seen;
        }
        TlsFeeder tls = new TlsFeeder(new TlsDissector(cache)).at((seen.getEpochSecond() + 60) * 1_000_000_000L);
        tls.client(
                name == null
                        ? ClientHellos.tls12().bytes()
                        : ClientHellos.tls12().withServerName(name).bytes());
        tls.server(Records.serverHello(0x0303, SUITE), Records.certificate(certificates));
        if (ocsp != null) {
            tls.server(Records.handshake(
                    HandshakeType.CERTIFICATE_STATUS,
                    Bytes.of().u8(1).u24(ocsp.length).raw(ocsp).bytes()));
        }
        tls.server(
                Records.serverKeyExchange(NamedGroup.X25519),
                Records.handshake(HandshakeType.SERVER_HELLO_DONE, new byte[0]));
        tls.client(Records.clientKeyExchange(), Records.finished()).server(Records.finished());
        return tls.describe();
    }

    private static CertificateCache trusting(String root) {
        try {
            X509Certificate certificate = (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(made(root)));
            return new CertificateCache(100, new TrustRoots(List.of(certificate)), new SensorCounters());
        } catch (java.security.cert.CertificateException e) {
            throw new AssertionError(root, e);
        }
    }

    private static byte[] made(String name) {
        return TestCertificates.made(name);
    }
}
