package io.plainsight.sensor.metrics;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The counts of one sensor: those of each of its packet-path threads, and their sums.
 *
 * <p><b>Threading:</b> any thread; a sum may be a few packets behind those who count.
 */
public final class CounterGroup {
    private final List<SensorCounters> members = new CopyOnWriteArrayList<>();

    /** Counters for one more thread; they stay for the life of the group, since counters must never fall. */
    public SensorCounters add() {
        SensorCounters counters = new SensorCounters();
        members.add(counters);
        return counters;
    }

    /** What all threads have counted together. */
    public long get(SensorCounter counter) {
        long sum = 0;
        for (SensorCounters member : members) {
            sum += member.get(counter);
        }
        return sum;
    }

    /** The highest level of overload of any thread. */
    public int overloadLevel() {
        return members.stream().mapToInt(SensorCounters::overloadLevel).max().orElse(0);
    }

    /** Each thread's own counters. */
    public List<SensorCounters> members() {
        return members;
    }
}
