package io.plainsight.stream.detection;

import java.util.Arrays;

/** The few statistics that the judges need. Pure functions; any thread. */
public final class Statistics {
    /** Scales the median absolute deviation of a normal distribution to its standard deviation: 1 / Φ⁻¹(3/4). */
    public static final double MAD_TO_SIGMA = 1.4826;

    private Statistics() {}

    /** The median; of an even number of values the mean of the two in the middle. @throws IllegalArgumentException without values */
    public static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a median needs values: values=0");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /** A standard deviation that outliers do not move: the median absolute deviation, scaled. */
    public static double robustSigma(double[] values, double median) {
        double[] distances =
                Arrays.stream(values).map(value -> Math.abs(value - median)).toArray();
        return MAD_TO_SIGMA * median(distances);
    }

    /** The chance of {@code successes} or more among {@code trials} when each has chance {@code p}, 0 to 1. */
    public static double binomialTail(int successes, int trials, double p) {
        if (successes <= 0) {
            return 1;
        }
        if (p <= 0 || successes > trials) {
            return 0;
        }
        if (p >= 1) {
            return 1;
        }
        double odds = p / (1 - p);
        double term = Math.exp(
                logChoose(trials, successes) + successes * Math.log(p) + (trials - successes) * Math.log1p(-p));
        double sum = 0;
        for (int k = successes; k <= trials && term > 0; k++) {
            sum += term;
            double next = term * (trials - k) / (k + 1) * odds;
            if (next < term && next < sum * 1e-12) {
                break;
            }
            term = next;
        }
        return Math.min(1, sum);
    }

    /** The chance of {@code count} or more where {@code mean} are expected, 0 to 1. */
    public static double poissonTail(int count, double mean) {
        if (count <= 0) {
            return 1;
        }
        if (mean <= 0) {
            return 0;
        }
        double term = Math.exp(count * Math.log(mean) - mean - logFactorial(count));
        double sum = 0;
        for (int k = count; term > 0; k++) {
            sum += term;
            double next = term * mean / (k + 1);
            if (next < term && next < sum * 1e-12) {
                break;
            }
            term = next;
        }
        return Math.min(1, sum);
    }

    private static double logChoose(int n, int k) {
        return logFactorial(n) - logFactorial(k) - logFactorial(n - k);
    }

    /** ln n!, exact to 12 digits: sums below 64, Stirling's series above (error under 1 / (1260 n^5)). */
    public static double logFactorial(int n) {
        if (n < 64) {
            double sum = 0;
            for (int i = 2; i <= n; i++) {
                sum += Math.log(i);
            }
            return sum;
        }
        double x = n;
        return x * Math.log(x) - x + 0.5 * Math.log(2 * Math.PI * x) + 1 / (12 * x) - 1 / (360 * x * x * x);
    }
}
