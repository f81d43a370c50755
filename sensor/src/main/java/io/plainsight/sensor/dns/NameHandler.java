package io.plainsight.sensor.dns;

/** Hears of the addresses that an answer gives to a name. */
@FunctionalInterface
public interface NameHandler {
    /**
     * One address.
     *
     * @param name the name that was asked for, lower case, without the final dot
     * @param high upper half of the address; IPv4 as IPv4-mapped
     * @param low lower half
     * @param ttlSeconds how long it may be remembered, 0 to 2^32-1
     */
    void onName(String name, long high, long low, long ttlSeconds);
}
