package io.plainsight.sensor.names;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Remembers by which name a client knows an address. A name holds for the client that was given it and for nobody else, so
 * that one host's forged answer cannot rename the destinations of others; what a host says about itself by multicast holds for
 * all.
 *
 * <p>A connection takes the name that held when it began. The name before the current one is kept too, since an address of a
 * delivery network changes names while connections to it live.
 *
 * <p><b>Threading:</b> one thread. <b>Time:</b> packet time. <b>Bounds:</b> {@link #CAPACITY} pairs of client and address; the one
 * used longest ago goes, and is counted. A name holds for its time to live, at least {@link #MIN_TTL_NS} and at most {@link
 * #MAX_TTL_NS}.
 */
public final class NameTable implements Names {
    /** Some 20 MB when full. */
    public static final int CAPACITY = 1 << 16;
    /** Programs use an answer for longer than its time to live, which may be 0. */
    public static final long MIN_TTL_NS = 60_000_000_000L;
    /** A forged time to live must not hold for ever. */
    public static final long MAX_TTL_NS = 86_400_000_000_000L;

    private record Key(long clientHigh, long clientLow, long high, long low) {}

    private record Entry(String name, long learnedNs, long expiresNs, Entry before) {
        boolean holdsAt(long timeNs) {
            return learnedNs <= timeNs && timeNs < expiresNs;
        }
    }

    private final SensorCounters counters;
    private final int capacity;
    private final LinkedHashMap<Key, Entry> names = new LinkedHashMap<>(16, 0.75f, true);

    public NameTable(SensorCounters counters) {
        this(counters, CAPACITY);
    }

    NameTable(SensorCounters counters, int capacity) {
        this.counters = counters;
        this.capacity = capacity;
    }

    @Override
    public void learn(long clientHigh, long clientLow, long high, long low, String name, long ttlSeconds, long nowNs) {
        Key key = new Key(clientHigh, clientLow, high, low);
        long ttlNs = Math.max(MIN_TTL_NS, Math.min(MAX_TTL_NS, Math.min(ttlSeconds, 1L << 20) * 1_000_000_000L));
        Entry known = names.get(key);
        counters.increment(SensorCounter.NAMES_LEARNED);
        if (known != null && known.name().equals(name) && known.holdsAt(nowNs)) {
            long expires = Math.max(known.expiresNs(), nowNs + ttlNs);
            names.put(key, new Entry(known.name(), known.learnedNs(), expires, known.before()));
            return;
        }
        Entry before = known == null ? null : new Entry(known.name(), known.learnedNs(), known.expiresNs(), null);
        names.put(key, new Entry(name, nowNs, nowNs + ttlNs, before));
        if (names.size() > capacity) {
            names.remove(eldest());
            counters.increment(SensorCounter.NAMES_EVICTED);
        }
    }

    @Override
    public void learnForAll(long high, long low, String name, long ttlSeconds, long nowNs) {
        if (ttlSeconds > 0) {
            // 0 is a farewell (RFC 6762 section 10.1)
            learn(0, 0, high, low, name, ttlSeconds, nowNs);
        }
    }

    @Override
    public String nameFor(long clientHigh, long clientLow, long high, long low, long timeNs) {
        return find(new Key(clientHigh, clientLow, high, low), timeNs);
    }

    @Override
    public String ownName(long high, long low, long timeNs) {
        return find(new Key(0, 0, high, low), timeNs);
    }

    @Override
    public void clear() {
        names.clear();
    }

    int size() {
        return names.size();
    }

    private String find(Key key, long timeNs) {
        for (Entry entry = names.get(key); entry != null; entry = entry.before()) {
            if (entry.holdsAt(timeNs)) {
                return entry.name();
            }
        }
        return null;
    }

    private Key eldest() {
        for (Map.Entry<Key, Entry> entry : names.entrySet()) {
            return entry.getKey();
        }
        throw new IllegalStateException("a table over its capacity is not empty");
    }
}
