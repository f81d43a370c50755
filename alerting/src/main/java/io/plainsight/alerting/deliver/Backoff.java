package io.plainsight.alerting.deliver;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * Exponential back-off: the n-th wait is drawn evenly from the upper half of {@code first * 2^(n-1)}, capped at {@code
 * most}. The spread keeps several senders from returning to a recovering receiver in step.
 */
public final class Backoff {
    private final Duration first;
    private final Duration most;
    private final RandomGenerator random;

    public Backoff(Duration first, Duration most, RandomGenerator random) {
        this.first = first;
        this.most = most;
        this.random = random;
    }

    /** @param failures failed attempts so far, at least 1 */
    public Duration after(int failures) {
        int doublings = Math.min(failures - 1, 30);
        long full = Math.min(most.toMillis(), Math.multiplyExact(first.toMillis(), 1L << doublings));
        return Duration.ofMillis(full / 2 + random.nextLong(full - full / 2 + 1));
    }

    /** The longest wait. */
    public Duration most() {
        return most;
    }
}
