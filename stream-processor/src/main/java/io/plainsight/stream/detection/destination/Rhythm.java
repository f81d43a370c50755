package io.plainsight.stream.detection.destination;

import io.plainsight.stream.policy.Learning;
import java.time.Duration;

/**
 * Running mean and variance of the intervals between the beginnings of small connections (Welford 1962, Technometrics 4, 419-420).
 * Immutable.
 *
 * @param last beginning of the latest connection, milliseconds since the epoch; -1 before the first
 * @param samples intervals
 * @param mean of the intervals, milliseconds
 * @param squares sum of their squared differences from the mean
 */
record Rhythm(long last, long samples, double mean, double squares) {
    static final Rhythm NONE = new Rhythm(-1, 0, 0, 0);

    /** What comes faster is a program at work. */
    static final long LEAST_MS = Duration.ofSeconds(30).toMillis();

    private static final long MOST_MS = Duration.ofDays(1).toMillis();
    /** A longer pause, as of a laptop that slept, begins anew. */
    private static final int PAUSE = 3;

    /** This with one more connection; itself where that adds nothing, such as one out of order. */
    Rhythm with(long start) {
        long gap = start - last;
        if (last < 0) {
            return new Rhythm(start, 0, 0, 0);
        }
        if (gap <= 0 || gap < LEAST_MS && samples == 0) {
            return this;
        }
        if (gap < LEAST_MS || gap > MOST_MS || samples > 0 && gap > PAUSE * mean) {
            return new Rhythm(start, 0, 0, 0);
        }
        double before = gap - mean;
        double nextMean = mean + before / (samples + 1);
        return new Rhythm(start, samples + 1, nextMean, squares + before * (gap - nextMean));
    }

    /** Standard deviation over mean; 0 without samples. */
    double jitter() {
        return samples == 0 ? 0 : Math.sqrt(squares / samples) / mean;
    }

    /** Whether it is time to tell: once there are enough intervals, and each time that they have doubled. */
    boolean isWorthTelling(Learning.Beacon limits) {
        return samples >= limits.intervals()
                && samples % limits.intervals() == 0
                && Long.bitCount(samples / limits.intervals()) == 1
                && jitter() <= limits.jitter();
    }

    Beat beat() {
        return new Beat(samples, Math.round(mean) / 1000.0, Math.round(jitter() * 1000) / 1000.0);
    }
}
