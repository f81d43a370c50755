package io.plainsight.stream.detection.destination;

/**
 * What was told of a host's use of a service, so that it is told once. Immutable.
 *
 * @param day latest day that it was told of
 * @param out bytes that the host sent on that day, in connections worth counting
 * @param in bytes that came back in these
 * @param told what {@code out} was when it was last told; -1 where the pair is nothing to tell of
 * @param rhythm of the connections; null where it is not watched
 */
record Pair(long day, long out, long in, long told, Rhythm rhythm) {
    /** A first volume worth telling of, and how it must grow to be told again. */
    static final long FIRST_VOLUME = 1L << 20;

    static final Pair NONE = new Pair(-1, 0, 0, 0, null);

    /** Nothing is counted for a day that is over. */
    Pair with(long at, long sent, long received) {
        return at > day
                ? new Pair(at, sent, received, 0, rhythm)
                : new Pair(day, out + sent, in + received, told, rhythm);
    }

    /** A host that is not ours, or a destination that is nobody: asked again on the next day. */
    Pair ignored() {
        return new Pair(day, 0, 0, -1, null);
    }

    boolean isIgnored() {
        return told < 0;
    }

    Pair with(Rhythm next) {
        return new Pair(day, out, in, told, next);
    }

    boolean isWorthTelling() {
        return out >= Math.max(FIRST_VOLUME, 2 * told);
    }

    Pair afterTelling() {
        return new Pair(day, out, in, out, rhythm);
    }
}
