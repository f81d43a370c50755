package io.plainsight.stream.posture;

import java.util.Map;
import java.util.TreeMap;

/**
 * Logarithmic buckets for measures whose median is wanted: each bucket is a tenth wider than the one nearer to zero, so the
 * median is known to within a tenth, whatever the unit, and buckets of different tallies add up. The idea is that of DDSketch
 * (Masson, Rim, Lee: "DDSketch", PVLDB 12, 2019). Bounds: 463 buckets either side of zero hold every {@code long}.
 */
final class Buckets {
    static final double GROWTH = 1.1;
    static final String COUNT = "count";
    static final String SUM = "sum";
    private static final String PREFIX = "measure/";

    private Buckets() {}

    /** The family of counters of a measure. */
    static String family(String measure) {
        return PREFIX + measure;
    }

    /** The measure of a family; null when the family is none of a measure. */
    static String measure(String family) {
        return family.startsWith(PREFIX) ? family.substring(PREFIX.length()) : null;
    }

    static String name(long value) {
        return Integer.toString(index(value));
    }

    /** 0 for 0; n for values from GROWTH^(n-1) up to GROWTH^n; the same mirrored below zero. */
    static int index(long value) {
        if (value == 0) {
            return 0;
        }
        double magnitude = Math.abs((double) value);
        // StrictMath: the same bucket on every machine
        int index = (int) StrictMath.floor(StrictMath.log(magnitude) / StrictMath.log(GROWTH)) + 1;
        return value < 0 ? -index : index;
    }

    /** Where the bucket begins, towards minus infinity. */
    static double lower(int index) {
        return index == 0 ? 0 : index > 0 ? StrictMath.pow(GROWTH, index - 1) : -StrictMath.pow(GROWTH, -index);
    }

    /** Where the bucket ends, towards plus infinity. */
    static double upper(int index) {
        return index == 0 ? 0 : -lower(-index);
    }

    /** The bucket that holds the lower median; samples in {@code counts} by bucket, at least one. */
    static int median(Map<String, Long> counts) {
        TreeMap<Integer, Long> ordered = new TreeMap<>();
        long all = 0;
        for (Map.Entry<String, Long> entry : counts.entrySet()) {
            if (!entry.getKey().equals(COUNT) && !entry.getKey().equals(SUM)) {
                ordered.put(Integer.parseInt(entry.getKey()), entry.getValue());
                all += entry.getValue();
            }
        }
        long before = 0;
        for (Map.Entry<Integer, Long> bucket : ordered.entrySet()) {
            before += bucket.getValue();
            if (2 * before >= all) {
                return bucket.getKey();
            }
        }
        throw new IllegalArgumentException("no samples: counts=" + counts);
    }
}
