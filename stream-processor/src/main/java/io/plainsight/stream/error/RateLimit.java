package io.plainsight.stream.error;

import java.util.concurrent.atomic.AtomicLong;

/** Lets one log line through every ten seconds. Thread-safe. */
final class RateLimit {
    private static final long INTERVAL_NS = 10_000_000_000L;

    private final AtomicLong allowedAgainNs = new AtomicLong(Long.MIN_VALUE);

    boolean allows(long nowNs) {
        long allowedAgain = allowedAgainNs.get();
        return (allowedAgain == Long.MIN_VALUE || nowNs - allowedAgain >= 0)
                && allowedAgainNs.compareAndSet(allowedAgain, nowNs + INTERVAL_NS);
    }
}
