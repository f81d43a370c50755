package io.plainsight.stream.detection.flowlog.rejected;

/**
 * A client and a service that worked together, as one interface's records have it. Seconds since the epoch. Immutable.
 *
 * @param last when it last worked
 * @param minutes in how many minutes it was seen to work, at most {@value #ENOUGH}
 * @param from first of the openings refused since; 0 without any
 * @param to latest of them
 * @param refused how many
 */
record PairMemory(long last, int minutes, long from, long to, int refused) {
    /** What worked once may have been a mistake; three times was an application. */
    static final int ENOUGH = 3;

    /** Openings of an application that tries again, and over how long: less is a hiccup while rules are changed. */
    static final int LEAST_REFUSED = 5;

    static final int LEAST_SECONDS = 120;

    private static final int MINUTE = 60;

    static PairMemory worked(long second) {
        return new PairMemory(second, 1, 0, 0, 0);
    }

    /** @return this where nothing changes that matters */
    PairMemory works(long second) {
        boolean again = refused > 0 && second >= from;
        if (!again && second < last + MINUTE) {
            return this;
        }
        long latest = Math.max(last, second);
        int times = Math.min(ENOUGH, minutes + 1);
        return again ? new PairMemory(latest, times, 0, 0, 0) : new PairMemory(latest, times, from, to, refused);
    }

    /** @return this where it worked later than that */
    PairMemory refused(long second) {
        if (second <= last) {
            return this;
        }
        return new PairMemory(
                last, minutes, from == 0 ? second : Math.min(from, second), Math.max(to, second), refused + 1);
    }

    boolean isBlocked() {
        return minutes >= ENOUGH && refused >= LEAST_REFUSED && to - from >= LEAST_SECONDS;
    }
}
