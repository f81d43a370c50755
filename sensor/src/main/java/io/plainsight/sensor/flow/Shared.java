package io.plainsight.sensor.flow;

import java.util.function.BiPredicate;

/**
 * Values seen lately, so that those which are equal are in memory once.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> a reference and a hash for each place, and the values. <b>Bounds:</b> the places; a
 * newcomer takes that of another, which lives on wherever it is referred to and is merely not found by the next.
 */
final class Shared<T> {
    /** Places that a value may take, so that two frequent ones do not push each other out in turn. */
    private static final int WAYS = 4;

    private final Object[] values;
    /** Of the values: of another one only this is looked at, and not what lies wherever in memory. */
    private final int[] hashes;

    private final BiPredicate<T, T> same;
    private int turn;

    /** @param places a power of two, {@link #WAYS} at least */
    Shared(int places, BiPredicate<T, T> same) {
        values = new Object[places];
        hashes = new int[places];
        this.same = same;
    }

    /**
     * The value that is in memory already, or this one.
     *
     * @param value may be null, which is its own
     * @param hash equal for values that are the same
     */
    @SuppressWarnings("unchecked")
    T share(T value, int hash) {
        if (value == null) {
            return null;
        }
        int spread = hash * 0x9e3779b9;
        int set = (spread ^ spread >>> 16) & values.length - 1 & -WAYS;
        for (int way = set; way < set + WAYS; way++) {
            T known = (T) values[way];
            if (known == null) {
                return put(way, value, hash);
            }
            if (known == value || hashes[way] == hash && same.test(value, known)) {
                return known;
            }
        }
        return put(set + (turn++ & WAYS - 1), value, hash);
    }

    private T put(int place, T value, int hash) {
        values[place] = value;
        hashes[place] = hash;
        return value;
    }
}
