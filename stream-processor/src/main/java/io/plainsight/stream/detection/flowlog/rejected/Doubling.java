package io.plainsight.stream.detection.flowlog.rejected;

/** Tells of a growing count each time that it has doubled. */
final class Doubling {
    private Doubling() {}

    /** Whether {@code count} is one of 1, 2, 4, 8, … */
    static boolean isDue(int count) {
        return Integer.bitCount(count) == 1;
    }

    /** What was not told of before, of a count for which {@link #isDue} holds. */
    static int since(int count) {
        return Math.max(1, count / 2);
    }
}
