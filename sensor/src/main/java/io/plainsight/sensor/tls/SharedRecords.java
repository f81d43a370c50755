package io.plainsight.sensor.tls;

import java.util.function.BiPredicate;

/**
 * Records made lately, so that equal ones become one instance: thousands of connections say the same, and each is kept until its
 * connection ends.
 *
 * <p><b>Threading:</b> any, without locks: records are immutable, and a race only loses one. <b>Bounds:</b> {@link #PLACES}
 * records; what is new takes the second of its two places, as in {@link CodeLists}.
 */
final class SharedRecords<T extends Record> {
    static final int PLACES = 1024;

    private final Object[] places = new Object[PLACES];
    /* read and written without locks too: one that does not fit its record costs a comparison, or a second instance */
    private final int[] hashes = new int[PLACES];
    private final BiPredicate<T, T> same;

    /** @param same whether two are equal; a record's own equals is linked when the program runs, which is slow at first */
    SharedRecords(BiPredicate<T, T> same) {
        this.same = same;
    }

    /**
     * @param made what was made just now
     * @param hash of whatever tells {@code made} from others; equal records have equal ones
     * @return an equal record of before, or {@code made}
     */
    @SuppressWarnings("unchecked") // only what came in goes out
    T shared(T made, int hash) {
        int place = hash * 0x9E3779B9 >>> 16 & PLACES - 2; // Fibonacci hashing
        T first = (T) places[place];
        if (first != null && hashes[place] == hash && same.test(made, first)) {
            return first;
        }
        T second = (T) places[place + 1];
        if (second != null && hashes[place + 1] == hash && same.test(made, second)) {
            put(place + 1, first, hashes[place]);
            put(place, second, hash);
            return second;
        }
        put(first == null ? place : place + 1, made, hash);
        return made;
    }

    private void put(int place, T made, int hash) {
        places[place] = made;
        hashes[place] = hash;
    }
}
