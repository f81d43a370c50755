package io.plainsight.sensor.x509;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.CertificateFactory;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CertificateFactsTest {
    private static final String[] SAMPLES = {
        "chain-server", "chain-constrained", "key-pss", "key-pss-key", "key-dsa", "key-explicit", "key-ed448"
    };

    @ParameterizedTest
    @CsvSource({
        "key-pss, RSA, 2048, , SHA384withRSAandMGF1",
        "key-pss-key, RSA, 2048, , SHA256withRSAandMGF1",
        "key-ed25519, Ed25519, 256, , Ed25519",
        "key-ed448, Ed448, 456, , Ed448",
        "key-dsa, DSA, 2048, , SHA256withDSA",
        "key-explicit, EC, 256, explicit, SHA256withECDSA",
        "key-compressed, EC, 384, secp384r1, SHA384withECDSA",
        "key-brainpool, EC, 320, brainpoolp320r1, SHA256withECDSA",
    })
    void shouldNameKeysAndSignatures(String name, String algorithm, int bits, String curve, String signature) {
        CertificateSummary certificate = summary(TestCertificates.made(name));

        assertThat(certificate.publicKeyAlgorithm()).isEqualTo(algorithm);
        assertThat(certificate.publicKeySize()).isEqualTo(bits);
        assertThat(certificate.publicKeyCurve()).isEqualTo(curve);
        assertThat(certificate.signatureAlgorithm()).isEqualTo(signature);
        assertThat(certificate.hasBrokenSignatureHash()).isFalse();
    }

    /** The JDK reads the key by its own parser. */
    @ParameterizedTest
    @ValueSource(strings = {"chain-server", "chain-root", "key-ed25519"})
    void shouldHashThePublicKeyAsPinsDo(String name) throws GeneralSecurityException {
        byte[] der = TestCertificates.made(name);
        byte[] key = CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(der))
                .getPublicKey()
                .getEncoded();

        assertThat(summary(der).publicKeySha256())
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(key)));
    }

    @Test
    void shouldReadNamesAndUsages() {
        CertificateSummary server = summary(TestCertificates.made("chain-server"));
        CertificateSummary authority = summary(TestCertificates.made("chain-intermediate"));

        assertThat(server.alternativeNames())
                .containsExactly(
                        "www.example.org",
                        "*.apps.example.org",
                        "192.0.2.7",
                        "2001:db8::7",
                        "https://example.org/",
                        "ops@example.org");
        assertThat(server.authority()).isFalse();
        assertThat(server.keyUsage()).containsExactly("digitalSignature", "keyAgreement");
        assertThat(server.extendedKeyUsage()).containsExactly("serverAuth", "clientAuth");
        assertThat(authority.authority()).isTrue();
        assertThat(authority.keyUsage()).containsExactly("keyCertSign", "cRLSign");
        assertThat(server.isIssuedBy(authority)).isTrue();
        assertThat(authority.isIssuedBy(server)).isFalse();
    }

    /** Object identifiers and key lengths of RFC 9881 section 4 and FIPS 204 table 2. */
    @ParameterizedTest
    @CsvSource({"11, ML-DSA-44, 1312", "12, ML-DSA-65, 1952", "13, ML-DSA-87, 2592"})
    void shouldNamePostQuantumKeys(String lastArc, String name, int bytes) {
        byte[] algorithm = HexFormat.of().parseHex("300b06096086480165030403" + lastArc);
        byte[] spki = concat(algorithm, HexFormat.of().parseHex("0382" + String.format("%04x", bytes + 1)));

        PublicKeyInfo key = PublicKeyInfo.read(new ByteCursor().wrap(concat(spki, new byte[bytes + 1])));

        assertThat(key).isEqualTo(new PublicKeyInfo(name, bytes * 8, null));
        assertThat(SignatureAlgorithms.read(new ByteCursor().wrap(Arrays.copyOfRange(algorithm, 2, algorithm.length))))
                .isEqualTo(name);
    }

    /** RFC 4055 section 3.1: without parameters the hash is SHA-1. */
    @ParameterizedTest
    @CsvSource({
        "06092a864886f70d01010a, SHA1withRSAandMGF1",
        "06092a864886f70d01010a3000, SHA1withRSAandMGF1",
        "06092a864886f70d01010a300fa00d300b0609608648016503040203, SHA512withRSAandMGF1",
    })
    void shouldReadTheHashOfPssParameters(String hex, String name) {
        assertThat(SignatureAlgorithms.read(new ByteCursor().wrap(HexFormat.of().parseHex(hex))))
                .isEqualTo(name);
    }

    @ParameterizedTest
    @CsvSource({
        "23, 260102030405Z, 2026-01-02T03:04:05Z",
        "23, 491231235959Z, 2049-12-31T23:59:59Z",
        "23, 500101000000Z, 1950-01-01T00:00:00Z",
        "23, 9601020304Z, 1996-01-02T03:04:00Z",
        "23, 960102030405+0130, 1996-01-02T01:34:05Z",
        "23, 9601020304-0500, 1996-01-02T08:04:00Z",
        "24, 20500101000000Z, 2050-01-01T00:00:00Z",
        "24, 99991231235959Z, 9999-12-31T23:59:59Z",
        "24, 20260102030405.25Z, 2026-01-02T03:04:05Z",
        "24, 20260102030405, 2026-01-02T03:04:05Z",
        "23, 260230000000Z, ",
        "23, 260102030405X, ",
        "23, 260102030405Zz, ",
        "23, 2601020304, 2026-01-02T03:04:00Z",
        "23, 26010203, ",
        "23, 26-102030405Z, ",
        "22, 260102030405Z, ",
    })
    void shouldReadTimesInEveryForm(int tag, String text, Instant expected) {
        byte[] value = text.getBytes(StandardCharsets.US_ASCII);
        byte[] der = concat(new byte[] {(byte) tag, (byte) value.length}, value);

        assertThat(DerTime.read(new ByteCursor().wrap(der))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"ocsp-good, good", "ocsp-revoked, revoked"})
    void shouldReadAStapledStatus(String name, String status) {
        byte[] der = TestCertificates.made(name);
        String serial = summary(TestCertificates.made("chain-server")).serialNumber();

        assertThat(status(der, serial)).isEqualTo(status);
        assertThat(status(der, null)).isEqualTo(status);
        assertThat(status(der, "1")).isEqualTo(OcspResponse.UNKNOWN);
        for (int length = 0; length < 100; length++) {
            assertThat(status(Arrays.copyOf(der, length), serial)).isEqualTo(OcspResponse.UNREADABLE);
        }
        disturb(der, damaged -> assertThat(status(damaged, serial)).isNotNull());
    }

    @Test
    void shouldTakeAResponderWithoutAnAnswerAsUnknown() {
        assertThat(status(HexFormat.of().parseHex("30030a0103"), null)).isEqualTo(OcspResponse.UNKNOWN); // tryLater
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6})
    void shouldSurviveTruncationAndEveryByteDisturbed(int sample) {
        byte[] der = TestCertificates.made(SAMPLES[sample]);

        for (int length = 0; length < der.length; length++) {
            assertThat(summary(Arrays.copyOf(der, length)).readable()).isFalse();
        }
        disturb(der, damaged -> {
            CertificateSummary summary = summary(damaged);
            assertThat(summary.sha256()).hasSize(64);
            assertThat(summary.alternativeNames()).isNotNull();
        });
    }

    @Test
    void shouldSurviveRandomDer() {
        Random random = new Random(20261121);
        int[] tags = {0x01, 0x02, 0x03, 0x04, 0x06, 0x0a, 0x0c, 0x13, 0x17, 0x18, 0x30, 0x31, 0xa0, 0xa3, 0x82};
        for (int i = 0; i < 20_000; i++) {
            byte[] der = new byte[random.nextInt(300)];
            random.nextBytes(der);
            for (int at = 0; at + 1 < der.length; at += 2 + random.nextInt(6)) {
                der[at] = (byte) tags[random.nextInt(tags.length)];
                der[at + 1] = (byte) random.nextInt(Math.min(127, der.length - at));
            }
            assertThat(summary(der)).isNotNull();
            assertThat(status(der, null)).isNotNull();
        }
    }

    private interface Check {
        void on(byte[] damaged);
    }

    private static void disturb(byte[] valid, Check check) {
        for (int i = 0; i < valid.length; i++) {
            for (int value : new int[] {0, 1, 0x7f, 0x80, 0x82, 0xff}) {
                byte[] damaged = valid.clone();
                damaged[i] = (byte) value;
                check.on(damaged);
            }
        }
    }

    private static String status(byte[] der, String serial) {
        return OcspResponse.status(new ByteCursor().wrap(der), serial);
    }

    private static CertificateSummary summary(byte[] der) {
        return new CertificateCache(1).summarise(new ByteCursor().wrap(der));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] both = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
