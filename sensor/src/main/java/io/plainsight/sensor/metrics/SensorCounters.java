package io.plainsight.sensor.metrics;

import java.util.concurrent.atomic.AtomicLongArray;

/**
 * The counts of one packet-path thread. Written by that thread alone with plain adds (lazySet), read by any thread;
 * increments allocate nothing and never contend.
 */
public final class SensorCounters {
    private final AtomicLongArray counts = new AtomicLongArray(SensorCounter.values().length);

    private final UnknownTypes linkTypes = new UnknownTypes();
    private final UnknownTypes etherTypes = new UnknownTypes();

    private volatile int overloadLevel;

    /** The thread's level of overload now, 0 to 4. */
    public int overloadLevel() {
        return overloadLevel;
    }

    public void overloadLevel(int level) {
        overloadLevel = level;
    }

    /** Frames of link types that are not decoded, by LINKTYPE_ value. */
    public UnknownTypes linkTypes() {
        return linkTypes;
    }

    /** Frames that carry no IP, by EtherType. */
    public UnknownTypes etherTypes() {
        return etherTypes;
    }

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
