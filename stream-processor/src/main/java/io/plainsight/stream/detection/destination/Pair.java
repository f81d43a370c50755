package io.plainsight.stream.detection.destination;

/**
 * What was told of a host's use of a service, so that it is told once. Immutable.
 *
 * @param day latest day that it was told of
 * @param out bytes that the host sent on that day, in connections worth counting
 * @param in bytes that came back in these
 * @param told what {@code out} was when it was last told
 */
record Pair(long day, long out, long in, long told) {
    /** A first volume worth telling of, and how it must grow to be told again. */
    static final long FIRST_VOLUME = 1L << 20;

    static final Pair NONE = new Pair(-1, 0, 0, 0);

    /** Nothing is counted for a day that is over. */
    Pair with(long at, long sent, long received) {
        return at > day ? new Pair(at, sent, received, 0) : new Pair(day, out + sent, in + received, told);
    }

    boolean isWorthTelling() {
        return out >= Math.max(FIRST_VOLUME, 2 * told);
    }

    Pair afterTelling() {
        return new Pair(day, out, in, out);
    }
}
