package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InternedTest {
    private int made;
    private final Interned<String> interned = new Interned<>(text -> {
        made++;
        return text.isEmpty() ? null : text;
    });

    @Test
    void shouldMakeEachValueOnce() {
        byte[] line = "eni-1 eni-2 eni-1".getBytes(StandardCharsets.UTF_8);

        String first = interned.of(line, 0, 5);
        assertThat(interned.of(line, 6, 11)).isEqualTo("eni-2");
        assertThat(interned.of(line, 12, 17)).isSameAs(first).isEqualTo("eni-1");
        assertThat(made).isEqualTo(2);
    }

    @Test
    void shouldNotRememberWhatIsNothingOrTooLong() {
        byte[] longText = "x".repeat(Interned.MAX_BYTES + 1).getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 2; i++) {
            assertThat(interned.of(longText, 0, 0)).isNull();
            assertThat(interned.of(longText, 0, longText.length)).hasSize(longText.length);
        }
        assertThat(made).isEqualTo(4);
    }

    @Test
    void shouldNeverTakeOneTextForAnother() {
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            String text = "10." + random.nextInt(256) + '.' + random.nextInt(256) + '.' + random.nextInt(8);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            assertThat(interned.of(bytes, 0, bytes.length)).isEqualTo(text);
        }
    }
}
