package io.plainsight.stream.policy;

/**
 * From when on what was learned is judged by, and how far from it is too far. Immutable. The defaults are those of
 * {@code docs/detections}; what stands in days, hundredths and mebibytes there stands so here.
 *
 * @param days whole days that the destinations of a group are learned, {@link #LEAST_DAYS} to {@link #MOST_DAYS}
 */
public record Learning(
        int days,
        NewDestination newDestination,
        UnusualVolume unusualVolume,
        Beacon beacon,
        HandshakeFailures handshakeFailures,
        HandshakeFloors handshakeFloors) {
    public static final int LEAST_DAYS = 1;
    /** What nobody confirmed for 30 days is forgotten. */
    public static final int MOST_DAYS = 28;

    static final Learning DEFAULTS = new Learning(
            7,
            new NewDestination(20, 50),
            new UnusualVolume(10, 100, 150, 6),
            new Beacon(20, 10),
            new HandshakeFailures(20, 3, 20, 3, 50),
            HandshakeFloors.defaults());

    private static final double HUNDRED = 100;
    private static final long MIB = 1L << 20;

    /**
     * Scores from which on a new destination is an alert of its own, in hundredths.
     *
     * @param lowPercent 1 to 100
     * @param mediumPercent not below {@code lowPercent}
     */
    public record NewDestination(int lowPercent, int mediumPercent) {
        public double low() {
            return lowPercent / HUNDRED;
        }

        public double medium() {
            return mediumPercent / HUNDRED;
        }
    }

    /**
     * What a host sends on a day.
     *
     * @param newFloorMib less is never unusual to a new destination
     * @param floorMib less is never unusual to a known one
     * @param headroomPercent of the most so far, above which a day is unusual; 100 and more
     * @param deviations robust standard deviations above the median, the same
     */
    public record UnusualVolume(int newFloorMib, int floorMib, int headroomPercent, int deviations) {
        public long newFloor() {
            return newFloorMib * MIB;
        }

        public long floor() {
            return floorMib * MIB;
        }

        public double headroom() {
            return headroomPercent / HUNDRED;
        }
    }

    /**
     * What is a rhythm.
     *
     * @param intervals fewer are none
     * @param jitterPercent most standard deviation of the intervals, of their mean
     */
    public record Beacon(int intervals, int jitterPercent) {
        public double jitter() {
            return jitterPercent / HUNDRED;
        }
    }

    /**
     * What is a spike of failed handshakes at a service, in five minutes.
     *
     * @param failures least number
     * @param clients least number of clients that fail
     * @param risePercent least rise of the share of failures above what is usual
     * @param deviations robust standard deviations above what is usual
     * @param withoutHistoryPercent share of failures where nothing is known to be usual
     */
    public record HandshakeFailures(
            int failures, int clients, int risePercent, int deviations, int withoutHistoryPercent) {
        public double rise() {
            return risePercent / HUNDRED;
        }

        public double withoutHistory() {
            return withoutHistoryPercent / HUNDRED;
        }
    }

    /** What holds where a policy says nothing. */
    public static Learning defaults() {
        return DEFAULTS;
    }
}
