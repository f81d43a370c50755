package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class KeyFilterTest {
    private static final int KEYS = 200_000;

    private final KeyFilter filter = new KeyFilter();

    @Test
    void shouldKnowNothingWhileItIsEmpty() {
        assertThat(filter.mayContain("a")).isFalse();
    }

    @Test
    void shouldNeverDenyAKeyThatCameHoweverManyCome() {
        IntStream.range(0, KEYS).forEach(i -> filter.add(key(i)));

        assertThat(IntStream.range(0, KEYS).allMatch(i -> filter.mayContain(key(i))))
                .isTrue();
    }

    @Test
    void shouldDenyNearlyAllKeysThatNeverCame() {
        IntStream.range(0, KEYS).forEach(i -> filter.add(key(i)));

        long mistaken = IntStream.range(KEYS, 2 * KEYS)
                .filter(i -> filter.mayContain(key(i)))
                .count();

        assertThat(mistaken).isLessThan(KEYS / 20);
    }

    private static String key(int number) {
        return "10.0." + number / 250 % 250 + '.' + number % 250 + ":443|" + number;
    }
}
