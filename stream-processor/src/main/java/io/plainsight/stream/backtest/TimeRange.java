package io.plainsight.stream.backtest;

import java.time.Instant;

/**
 * A stretch of packet time.
 *
 * @param from included; null for as far back as there is anything
 * @param to excluded; null for as far as there is anything
 */
public record TimeRange(Instant from, Instant to) {
    public static final TimeRange ALL = new TimeRange(null, null);

    public TimeRange {
        if (from != null && to != null && !from.isBefore(to)) {
            throw new IllegalArgumentException("the range is empty: from=" + from + " to=" + to);
        }
    }

    public boolean contains(Instant time) {
        return (from == null || !time.isBefore(from)) && (to == null || time.isBefore(to));
    }
}
