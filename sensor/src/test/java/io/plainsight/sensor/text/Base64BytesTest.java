package io.plainsight.sensor.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.buffer.ByteCursor;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Base64BytesTest {
    /** RFC 4648 section 10. */
    @ParameterizedTest
    @CsvSource({"'',''", "Zg==,f", "Zm8=,fo", "Zm9v,foo", "Zm9vYg==,foob", "Zm9vYmE=,fooba", "Zm9vYmFy,foobar"})
    void shouldDecodeTheTestVectors(String base64, String text) {
        assertThat(decode(base64)).asString(StandardCharsets.US_ASCII).isEqualTo(text);
    }

    @Test
    void shouldStopAtForeignBytes() {
        assertThat(decode("Zm9v Zm9v")).asString(StandardCharsets.US_ASCII).isEqualTo("foo");
        assertThat(decode("\u00ff\u0080")).isEmpty();
    }

    @Test
    void shouldDecodeWhatOthersEncode() {
        Random random = new Random(2228);
        for (int length = 0; length < 500; length++) {
            byte[] bytes = new byte[length];
            random.nextBytes(bytes);
            assertThat(decode(Base64.getEncoder().encodeToString(bytes))).isEqualTo(bytes);
        }
    }

    private static byte[] decode(String base64) {
        return Base64Bytes.decode(new ByteCursor().wrap(base64.getBytes(StandardCharsets.ISO_8859_1)));
    }
}
