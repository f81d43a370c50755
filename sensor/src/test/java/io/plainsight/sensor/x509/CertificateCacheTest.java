package io.plainsight.sensor.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CertificateCacheTest {
    private final CertificateCache cache = new CertificateCache(2);

    @Test
    void shouldReadWhatTheJdkReads() throws Exception {
        byte[] der = TestCertificates.leaf();
        X509Certificate expected = (X509Certificate)
                CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));

        CertificateSummary summary = summarise(der);

        assertThat(summary.readable()).isTrue();
        assertThat(summary.subject()).isEqualTo("CN=db.internal, OU=Data, O=Example\\, Ltd, L=Dover, ST=Kent, C=GB");
        assertThat(summary.issuer()).isEqualTo("CN=Example Root, O=Example Trust, C=GB");
        assertThat(summary.serialNumber()).isEqualTo("A1B2C");
        assertThat(summary.notBefore()).isEqualTo(expected.getNotBefore().toInstant());
        assertThat(summary.notAfter()).isEqualTo(expected.getNotAfter().toInstant());
        assertThat(summary.signatureAlgorithm()).isEqualTo(expected.getSigAlgName());
        assertThat(summary.publicKeyAlgorithm()).isEqualTo("EC");
        assertThat(summary.publicKeySize()).isEqualTo(256);
        assertThat(summary.publicKeyCurve()).isEqualTo("secp256r1");
        assertThat(summary.alternativeNames()).containsExactly("db.internal", "*.db.internal", "10.0.1.9");
        assertThat(summary.selfSigned()).isFalse();
        assertThat(summary.validity().toDays()).isEqualTo(90);
    }

    @Test
    void shouldSeeASelfSignedWeakCertificate() {
        CertificateSummary summary = summarise(TestCertificates.weak());

        assertThat(summary.selfSigned()).isTrue();
        assertThat(summary.publicKeyAlgorithm()).isEqualTo("RSA");
        assertThat(summary.publicKeySize()).isEqualTo(1024);
        assertThat(summary.signatureAlgorithm()).isEqualTo("SHA1withRSA");
        assertThat(summary.hasBrokenSignatureHash()).isTrue();
    }

    @Test
    void shouldNotSpendTimeOnDsaKeysBeyondTheStandard() {
        assertThat(summarise(DsaCertificates.selfIssued(2048, 256)).selfSigned())
                .isFalse();
        assertThat(summarise(DsaCertificates.selfIssued(12_000, 256)).selfSigned())
                .isNull();
        assertThat(summarise(DsaCertificates.selfIssued(1024, 4096)).selfSigned())
                .isNull();
    }

    @Test
    void shouldMatchNamesByTheAlternativeNamesFirst() {
        CertificateSummary leaf = summarise(TestCertificates.leaf());

        assertThat(leaf.matches("DB.internal.")).isTrue();
        assertThat(leaf.matches("a.db.internal")).isTrue();
        assertThat(leaf.matches("a.b.db.internal")).isFalse();
        assertThat(leaf.matches("other.internal")).isFalse();
        assertThat(leaf.matches("10.0.1.9")).isTrue();
    }

    @Test
    void shouldFallBackToTheCommonNameOnlyWithoutAlternativeNames() {
        assertThat(summarise(TestCertificates.weak()).matches("old.internal")).isTrue();
    }

    @Test
    void shouldReadEachCertificateOnceAndForgetTheOldest() {
        CertificateSummary first = summarise(TestCertificates.leaf());

        assertThat(summarise(TestCertificates.leaf())).isSameAs(first);
        summarise(TestCertificates.weak());
        summarise(TestCertificates.authority());
        assertThat(cache.size()).isEqualTo(2);
        assertThat(summarise(TestCertificates.leaf())).isNotSameAs(first).isEqualTo(first);
    }

    @Test
    void shouldKeepTheFingerprintOfWhatItCannotRead() {
        CertificateSummary summary = summarise(new byte[] {0x30, 0x03, 1, 2, 3});

        assertThat(summary.readable()).isFalse();
        assertThat(summary.sha256()).hasSize(64);
        assertThat(summary.sha1()).hasSize(40);
    }

    @Test
    void shouldSurviveTruncationAtEveryLength() {
        byte[] der = TestCertificates.leaf();
        for (int length = 0; length < der.length; length++) {
            assertThat(summarise(Arrays.copyOf(der, length)).readable())
                    .as("length " + length)
                    .isFalse();
        }
    }

    @Test
    void shouldSurviveEveryByteSetToExtremesAndRandomDamage() {
        Random random = new Random(20261121);
        for (byte[] der : new byte[][] {TestCertificates.leaf(), TestCertificates.weak()}) {
            for (int i = 0; i < der.length; i++) {
                for (int value : new int[] {0, 1, 0x7f, 0x80, 0x84, 0xff, random.nextInt(256)}) {
                    byte[] damaged = der.clone();
                    damaged[i] = (byte) value;
                    assertThat(CertificateParser.parse(damaged, "", "")).isNotNull();
                }
            }
        }
    }

    private CertificateSummary summarise(byte[] der) {
        return cache.summarise(new ByteCursor().wrap(der));
    }
}
