package io.plainsight.sensor.names;

import io.plainsight.sensor.metrics.SensorCounters;

/**
 * The names that several packet paths learn and ask for together. A client's name server and its other destinations are
 * different pairs of addresses, so threads that share an interface by pairs see the one here and the other there.
 *
 * <p><b>Threading:</b> any; one at a time. Asked once for an observation and told once for an answer of a name server, it is
 * hardly ever waited for.
 */
public final class SharedNames implements Names {
    private final NameTable table;

    /** @param counters nobody else's */
    public SharedNames(SensorCounters counters) {
        table = new NameTable(counters);
    }

    @Override
    public synchronized void learn(
            long clientHigh, long clientLow, long high, long low, String name, long ttlSeconds, long nowNs) {
        table.learn(clientHigh, clientLow, high, low, name, ttlSeconds, nowNs);
    }

    @Override
    public synchronized void learnForAll(long high, long low, String name, long ttlSeconds, long nowNs) {
        table.learnForAll(high, low, name, ttlSeconds, nowNs);
    }

    @Override
    public synchronized String nameFor(long clientHigh, long clientLow, long high, long low, long timeNs) {
        return table.nameFor(clientHigh, clientLow, high, low, timeNs);
    }

    @Override
    public synchronized String ownName(long high, long low, long timeNs) {
        return table.ownName(high, low, timeNs);
    }

    /** Forgets nothing: one path has ended, and the others still ask. */
    @Override
    public void clear() {
        // the table goes with the last path
    }
}
