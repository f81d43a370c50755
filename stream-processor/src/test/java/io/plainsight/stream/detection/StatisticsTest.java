package io.plainsight.stream.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatisticsTest {
    /** Exact: sums of the terms as fractions of whole numbers. */
    @ParameterizedTest
    @CsvSource({
        "1, 1, 0.5, 0.5",
        "2, 4, 0.5, 0.6875",
        "20, 20, 0.5, 9.5367431640625e-7",
        "10, 10, 0.1, 1e-10",
        "3, 10, 0.1, 0.0701908264",
        "0, 5, 0.3, 1",
        "6, 5, 0.3, 0",
        "3, 5, 0, 0",
        "3, 5, 1, 1"
    })
    void shouldKnowTheBinomialTail(int successes, int trials, double p, double chance) {
        assertThat(Statistics.binomialTail(successes, trials, p)).isCloseTo(chance, Percentage.withPercentage(1e-6));
    }

    /** 1 - e^-1 (1 + 1), 1 - e^-2 (1 + 2 + 2), and printed tables of the Poisson distribution. */
    @ParameterizedTest
    @CsvSource({
        "2, 1, 0.26424111765711533",
        "3, 2, 0.3233235838169366",
        "10, 3, 0.0011024881301847",
        "0, 3, 1",
        "1, 0, 0"
    })
    void shouldKnowThePoissonTail(int count, double mean, double chance) {
        assertThat(Statistics.poissonTail(count, mean)).isCloseTo(chance, Percentage.withPercentage(1e-6));
    }

    @Test
    void shouldKnowTheLogarithmOfFactorials() {
        double exact = 0;
        for (int n = 1; n <= 2000; n++) {
            exact += Math.log(n);
            assertThat(Statistics.logFactorial(n)).isCloseTo(exact, within(1e-8));
        }
    }

    @Test
    void shouldStayAChanceForLargeCounts() {
        assertThat(Statistics.binomialTail(50_000, 100_000, 0.5)).isBetween(0.4, 0.6);
        assertThat(Statistics.binomialTail(1, 1_000_000, 1e-9)).isCloseTo(1e-3, Percentage.withPercentage(0.1));
        assertThat(Statistics.poissonTail(10_000, 10_000)).isBetween(0.4, 0.6);
        assertThat(Statistics.poissonTail(100, 100_000)).isLessThanOrEqualTo(1);
    }

    @Test
    void shouldNotBeMovedByOutliers() {
        double[] values = {0.01, 0.02, 0.01, 0.03, 0.02, 1, 1};

        assertThat(Statistics.median(values)).isEqualTo(0.02);
        assertThat(Statistics.robustSigma(values, 0.02)).isCloseTo(0.01 * 1.4826, within(1e-9));
        assertThat(Statistics.median(new double[] {1, 2})).isEqualTo(1.5);
        assertThatIllegalArgumentException().isThrownBy(() -> Statistics.median(new double[0]));
    }
}
