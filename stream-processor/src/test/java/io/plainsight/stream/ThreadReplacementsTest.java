package io.plainsight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ThreadReplacementsTest {
    @Test
    void shouldGiveUpAfterAFewDeathsInARow() {
        ThreadReplacements replacements = new ThreadReplacements();
        for (int i = 0; i < ThreadReplacements.MAX_REPLACEMENTS; i++) {
            assertThat(replacements.mayReplace(i)).isTrue();
        }

        assertThat(replacements.mayReplace(100)).isFalse();
    }

    @Test
    void shouldForgetDeathsLongAgo() {
        ThreadReplacements replacements = new ThreadReplacements();
        for (int i = 0; i < 100; i++) {
            assertThat(replacements.mayReplace(i * (ThreadReplacements.WINDOW_NS + 1)))
                    .isTrue();
        }
    }
}
