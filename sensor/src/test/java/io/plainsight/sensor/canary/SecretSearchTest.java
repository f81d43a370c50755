package io.plainsight.sensor.canary;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.testing.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class SecretSearchTest {
    private final Secrets secrets = new Secrets("test");
    private final String password = secrets.of("password");
    private final String brief = secrets.brief("pin");
    private final SecretSearch search = new SecretSearch(secrets.made());

    @Test
    void shouldFindASecretInEachEncoding() {
        for (String secret : List.of(password, brief)) {
            String pair = "bob:" + secret;
            assertThat(search.in("x" + secret + "y")).isNotEmpty();
            for (int shift = 0; shift < 3; shift++) {
                assertThat(search.in(Secrets.base64("a".repeat(shift) + pair))).isNotEmpty();
            }
            assertThat(search.in(Secrets.utf16(pair))).isNotEmpty();
            assertThat(search.in(pair.getBytes(StandardCharsets.UTF_16BE))).isNotEmpty();
            assertThat(search.in(SecretSearch.obfuscated(Secrets.utf16(pair)))).isNotEmpty();
            byte[] ascii = pair.getBytes(StandardCharsets.ISO_8859_1);
            assertThat(search.in(HexFormat.of().formatHex(ascii))).isNotEmpty();
            assertThat(search.in(HexFormat.of().withPrefix("%").formatHex(ascii)))
                    .isNotEmpty();
        }
    }

    @Test
    void shouldFindMostOfASecret() {
        assertThat(search.in(password.substring(password.length() - 12))).isNotEmpty();
        assertThat(search.in(password.substring(0, password.length() - 4))).isNotEmpty();
    }

    @Test
    void shouldFindNothingInOtherBytes() {
        assertThat(search.in("CANARY-test-password-0123456789abcdef")).isEmpty();
        assertThat(search.in(Bytes.bigEndian().zeros(1000).toArray())).isEmpty();
        assertThat(search.in("")).isEmpty();
    }
}
