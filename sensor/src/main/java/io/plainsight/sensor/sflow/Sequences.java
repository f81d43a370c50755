package io.plainsight.sensor.sflow;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Numbers that exporters count up, modulo 2<sup>32</sup>. One thread. <b>Bounds:</b> {@value #MAX_COUNTERS} counters, the longest
 * unheard goes; one that comes back begins anew, which hides a loss and makes up none.
 */
final class Sequences {
    static final int MAX_COUNTERS = 4_096;
    /** A larger step is a restart and no loss. */
    static final long MOST_MISSING = 100_000;

    private static final long MODULUS = 1L << 32;

    private final Map<String, Long> latest = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_COUNTERS;
        }
    };

    /** How many numbers were left out before this one; 0 for the first, for late ones and after a restart. */
    long missing(String counter, long number) {
        return Math.max(0, step(counter, number) - 1);
    }

    /** By how much a counter has grown; 0 as above. */
    long more(String counter, long value) {
        return step(counter + "/drops", value);
    }

    private long step(String counter, long number) {
        Long before = latest.get(counter);
        long step = before == null ? 0 : Math.floorMod(number - before, MODULUS);
        if (before != null && step >= MODULUS - MOST_MISSING) {
            return 0; // late: what is newest stays
        }
        latest.put(counter, number);
        return step > MOST_MISSING ? 0 : step;
    }
}
