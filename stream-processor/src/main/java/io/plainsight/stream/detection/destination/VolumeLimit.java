package io.plainsight.stream.detection.destination;

import io.plainsight.stream.policy.Learning;
import java.util.Arrays;

/**
 * How much is usual on one day, by the days before it: robust against single outliers, and generous to what recurs, such as a full
 * backup once a week among small ones. Six deviations each side hold a normal distribution's noise (Iglewicz and Hoaglin, How to
 * Detect and Handle Outliers, 1993: 3.5).
 */
final class VolumeLimit {
    /** Makes the median absolute deviation of a normal distribution its standard deviation. */
    private static final double NORMAL = 1.4826;

    /** From so many days on, one day that stands alone does not count. */
    private static final int MANY_DAYS = 14;

    private VolumeLimit() {}

    /** Bytes of a day above which it is unusual, beside the days with a volume before {@code day}. */
    static long of(ItemMemory memory, long day, Learning.UnusualVolume limits) {
        long[] past = memory.loads().stream()
                .filter(load -> load.day() < day)
                .mapToLong(ItemMemory.Load::bytes)
                .sorted()
                .toArray();
        if (past.length == 0) {
            return limits.floor();
        }
        long most = past[past.length - (past.length >= MANY_DAYS ? 2 : 1)];
        long median = past[past.length / 2];
        long[] distances = Arrays.stream(past)
                .map(bytes -> Math.abs(bytes - median))
                .sorted()
                .toArray();
        double robust = median + limits.deviations() * NORMAL * distances[distances.length / 2];
        return (long) Math.max((double) limits.floor(), Math.max(limits.headroom() * most, robust));
    }
}
