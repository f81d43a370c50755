package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.Observations;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StrengthTest {
    @ParameterizedTest
    @CsvSource({
        "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, , 3, 3",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, 2048, 3, 3",
        "TLS_DHE_RSA_WITH_AES_128_GCM_SHA256, 2047, 2, 3",
        "TLS_DHE_RSA_WITH_AES_128_CBC_SHA, 1024, 2, 2",
        "TLS_DHE_RSA_WITH_AES_128_CBC_SHA, 1023, 0, 2",
        "TLS_RSA_WITH_AES_128_GCM_SHA256, , 1, 3",
        "TLS_ECDH_RSA_WITH_AES_128_CBC_SHA, , 1, 2",
        "TLS_RSA_WITH_3DES_EDE_CBC_SHA, , 1, 1",
        "TLS_ECDHE_RSA_WITH_RC4_128_SHA, , 3, 1",
        "TLS_RSA_WITH_NULL_SHA256, , 1, 0",
        "TLS_DH_anon_WITH_AES_128_CBC_SHA, , 0, 2",
        "TLS_RSA_EXPORT_WITH_RC4_40_MD5, , 0, 1",
    })
    void shouldRankSuites(String suite, Integer dhBits, int keyExchange, int cipher) {
        Observations handshake = Observations.tls().version("1.2").cipher(suite).detail(d -> d.dhBits(dhBits));

        assertThat(Strength.of(handshake.build(), "1.2"))
                .containsEntry(Dimension.KEY_EXCHANGE, keyExchange)
                .containsEntry(Dimension.CIPHER, cipher);
    }

    @ParameterizedTest
    @CsvSource({
        "sect163k1, 0",
        "secp192r1, 0",
        "secp224r1, 1",
        "ffdhe2048, 1",
        "x25519, 2",
        "secp256r1, 2",
        "sect283r1, 2",
        "x25519mlkem768, 2",
        "brainpoolp256r1tls13, 2",
        "secp256r1mlkem768, 2",
        "secp384r1, 3",
        "x448, 3",
        "secp521r1, 4"
    })
    void shouldRankGroups(String group, int strength) {
        assertThat(Strength.group(group)).isEqualTo(strength);
    }

    @Test
    void shouldSayNothingAboutWhatItDoesNotKnow() {
        assertThat(Strength.group("0x1234")).isNull();
        assertThat(Strength.group(null)).isNull();
        assertThat(Strength.of(
                        Observations.tls().tls12().tls(t -> t.resumed(true)).build(), "1.2"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "www.example.com, example.com",
        "a.b.example.co.uk, example.co.uk",
        "example.com, example.com",
        "localhost, localhost"
    })
    void shouldFindTheRegistrablePartOfAName(String name, String registrable) {
        assertThat(Domains.registrable(name)).isEqualTo(registrable);
    }
}
