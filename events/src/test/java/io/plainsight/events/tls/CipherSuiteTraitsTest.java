package io.plainsight.events.tls;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CipherSuiteTraitsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "TLS_AES_128_GCM_SHA256",
                "TLS_CHACHA20_POLY1305_SHA256",
                "TLS_SM4_CCM_SM3",
                "TLS_AEGIS_256_SHA512",
                "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                "TLS_DHE_RSA_WITH_AES_128_CCM",
                "TLS_PSK_DHE_WITH_AES_128_CCM_8",
                "TLS_GOSTR341112_256_WITH_KUZNYECHIK_MGM_L"
            })
    void shouldAcceptForwardSecretSuitesWithAead(String name) {
        CipherSuiteTraits traits = CipherSuiteTraits.of(name);

        assertThat(traits.weaknesses()).isEmpty();
        assertThat(traits.forwardSecret()).isTrue();
        assertThat(traits.aead()).isTrue();
        assertThat(traits.authenticated()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "TLS_RSA_WITH_NULL_SHA, no encryption",
        "TLS_SHA256_SHA256, no encryption",
        "TLS_NULL_WITH_NULL_NULL, no authentication",
        "TLS_DH_anon_WITH_AES_128_GCM_SHA256, no authentication",
        "TLS_ECDH_anon_WITH_AES_128_CBC_SHA, no authentication",
        "TLS_RSA_EXPORT_WITH_RC4_40_MD5, export-grade key",
        "TLS_RSA_EXPORT1024_WITH_DES_CBC_SHA, export-grade key",
        "TLS_KRB5_EXPORT_WITH_DES_CBC_40_SHA, single DES",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA, RC4 or RC2 cipher",
        "TLS_DHE_RSA_WITH_DES_CBC_SHA, single DES",
        "TLS_DHE_RSA_WITH_3DES_EDE_CBC_SHA, 3DES",
        "TLS_RSA_WITH_IDEA_CBC_SHA, IDEA cipher",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, static RSA key exchange: no forward secrecy",
        "TLS_RSA_PSK_WITH_AES_128_GCM_SHA256, static RSA key exchange: no forward secrecy",
        "SSL_RSA_FIPS_WITH_DES_CBC_SHA, static RSA key exchange: no forward secrecy",
        "TLS_DH_RSA_WITH_AES_128_GCM_SHA256, static Diffie-Hellman: no forward secrecy",
        "TLS_ECDH_ECDSA_WITH_AES_128_GCM_SHA256, static Diffie-Hellman: no forward secrecy",
        "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA256, CBC mode",
        "SSL_CK_RC4_128_WITH_MD5, RC4 or RC2 cipher",
        "SSL_CK_RC4_128_EXPORT40_WITH_MD5, export-grade key",
        "SSL_CK_DES_64_CBC_WITH_MD5, single DES",
        "SSL_CK_DES_192_EDE3_CBC_WITH_MD5, 3DES",
        "SSL_CK_DES_192_EDE3_CBC_WITH_MD5, static RSA key exchange: no forward secrecy"
    })
    void shouldNameTheWeakness(String name, String weakness) {
        assertThat(CipherSuiteTraits.of(name).weaknesses()).contains(weakness);
    }

    @Test
    void shouldNotCallTripleDesSingleDes() {
        assertThat(CipherSuiteTraits.of("SSL_CK_DES_192_EDE3_CBC_WITH_MD5").weaknesses())
                .doesNotContain("single DES");
        assertThat(CipherSuiteTraits.of("TLS_RSA_WITH_3DES_EDE_CBC_SHA").weaknesses())
                .doesNotContain("single DES");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0xABCD", "TLS_FALLBACK_SCSV", "TLS_EMPTY_RENEGOTIATION_INFO_SCSV"})
    void shouldClaimNothingAboutWhatIsNoSuite(String name) {
        CipherSuiteTraits traits = CipherSuiteTraits.of(name);

        assertThat(traits.weaknesses()).isEmpty();
        assertThat(traits.aead()).isFalse();
        assertThat(traits.forwardSecret()).isFalse();
    }

    @Test
    void shouldKeepTheKeyExchange() {
        assertThat(CipherSuiteTraits.of("TLS_ECDHE_PSK_WITH_AES_128_GCM_SHA256").keyExchange())
                .isEqualTo("ECDHE_PSK");
        assertThat(CipherSuiteTraits.of("TLS_AES_128_GCM_SHA256").keyExchange()).isEmpty();
    }

    @Test
    void shouldReadNamesBeyondThoseItKeeps() {
        for (int i = 0; i < 3000; i++) {
            CipherSuiteTraits traits = CipherSuiteTraits.of("TLS_X" + i + "_WITH_RC4_128_SHA");
            assertThat(traits.keyExchange()).isEqualTo("X" + i);
            assertThat(traits.weaknesses()).containsExactly("RC4 or RC2 cipher");
        }
        assertThat(CipherSuiteTraits.of("TLS_RSA_WITH_NULL_SHA"))
                .isEqualTo(CipherSuiteTraits.of("TLS_RSA_WITH_NULL_SHA"));
    }
}
