package io.plainsight.sensor.tls;

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

    /**
     * @param made what was made just now
     * @param hash of whatever tells {@code made} from others; equal records have equal ones
     * @return an equal record of before, or {@code made}
     */
    @SuppressWarnings("unchecked") // only what came in goes out
    T shared(T made, int hash) {
        int place = hash * 0x9E3779B9 >>> 16 & PLACES - 2; // Fibonacci hashing
        Object first = places[place];
        if (made.equals(first)) {
            return (T) first;
        }
        Object second = places[place + 1];
        if (made.equals(second)) {
            places[place] = second;
            places[place + 1] = first;
            return (T) second;
        }
        places[first == null ? place : place + 1] = made;
        return made;
    }
}
