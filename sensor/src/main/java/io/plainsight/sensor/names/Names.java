package io.plainsight.sensor.names;

/**
 * By which names clients know addresses: what is learned, and what is asked. Addresses are 128 bits in two longs.
 *
 * <p><b>Threading:</b> one thread. <b>Time:</b> packet time, nanoseconds since the Unix epoch.
 */
public interface Names {
    /** {@code client} was told that {@code name} has this address. */
    void learn(long clientHigh, long clientLow, long high, long low, String name, long ttlSeconds, long nowNs);

    /** The host at this address gave itself a name, by multicast. */
    void learnForAll(long high, long low, String name, long ttlSeconds, long nowNs);

    /** By which name {@code client} knew the address at that time; null when by none. */
    String nameFor(long clientHigh, long clientLow, long high, long low, long timeNs);

    /** Which name the host at this address gave itself; null when none held at that time. */
    String ownName(long high, long low, long timeNs);

    /** Forgets all. */
    void clear();
}
