package io.plainsight.sensor.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one packet-path thread. Written by that thread alone with plain adds (lazySet), read by any thread;
 * increments allocate nothing and never contend.
 */
public final class SensorCounters {
    private final AtomicLongArray counts = new AtomicLongArray(SensorCounter.values().length);

    public void increment(SensorCounter counter) {
        add(counter, 1);
    }

    public void add(SensorCounter counter, long amount) {
        int index = counter.ordinal();
        counts.lazySet(index, counts.getPlain(index) + amount);
    }

    public long get(SensorCounter counter) {
        return counts.get(counter.ordinal());
    }
}
