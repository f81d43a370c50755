package io.plainsight.sensor.tcp;

/**
 * Arithmetic on TCP sequence numbers, which wrap at 2^32 (RFC 9293 section 3.4). The only place that compares them.
 *
 * <p>Two numbers are compared by their signed difference, which is right as long as they lie less than 2^31 apart; TCP's
 * largest window (1 GiB, RFC 7323 section 2.3) keeps live numbers closer than that.
 */
public final class SequenceNumber {
    private SequenceNumber() {}

    /** Bytes from {@code from} forward to {@code to}; negative when {@code to} lies before. */
    public static int distance(int from, int to) {
        return to - from;
    }

    public static boolean isBefore(int a, int b) {
        return a - b < 0;
    }

    public static boolean isAfter(int a, int b) {
        return a - b > 0;
    }
}
