package io.plainsight.sensor.dissect;

/** A dissector whose protocol gives names to addresses; asked for them after each call that fed it. */
public interface NameSource {
    /** Takes one name for an address. */
    @FunctionalInterface
    interface Taker {
        /**
         * One address of a name that the client asked for.
         *
         * @param name lower case, without the final dot
         * @param high upper half of the address; IPv4 as IPv4-mapped
         * @param low lower half
         * @param ttlSeconds how long the name's owner lets it be remembered
         */
        void take(String name, long high, long low, long ttlSeconds);
    }

    /** Gives away what has been learned since the last call. */
    void drainNames(Taker taker);
}
