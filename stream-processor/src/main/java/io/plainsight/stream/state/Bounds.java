package io.plainsight.stream.state;

import java.time.Duration;

/**
 * How much a store may hold, per partition.
 *
 * @param capacity most entries; the longest untouched tenth goes when it is reached
 * @param timeToLive wall-clock time after which an untouched entry goes
 */
public record Bounds(int capacity, Duration timeToLive) {
    public Bounds {
        if (capacity < 1) {
            throw new IllegalArgumentException("store capacity must be positive: capacity=" + capacity);
        }
        if (timeToLive.isNegative() || timeToLive.isZero()) {
            throw new IllegalArgumentException("time to live must be positive: timeToLive=" + timeToLive);
        }
    }
}
