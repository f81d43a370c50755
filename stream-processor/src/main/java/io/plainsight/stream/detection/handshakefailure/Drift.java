package io.plainsight.stream.detection.handshakefailure;

/**
 * A slow rise of a service's failure ratio, too small for a spike: an exponentially weighted mean over the five-minute slots
 * (Roberts 1959; alpha 0.1), against control limits around what is usual.
 *
 * <p><b>Threading:</b> the stream thread of its task.
 */
final class Drift {
    static final double ALPHA = 0.1;
    /** Slots in a row above the limit that make a drift: half an hour. */
    static final int SLOTS_ABOVE = 6;
    /** A rise by less is nobody's work. */
    static final double MINIMUM_RISE = 0.05;

    private static final double SIGMAS = 3;

    /** The weighted mean; NaN before the first slot. */
    double mean = Double.NaN;

    int above;

    /**
     * Takes a slot's ratio.
     *
     * @param usual median of the slots before
     * @param sigma their robust standard deviation
     */
    void take(double ratio, double usual, double sigma) {
        mean = Double.isNaN(mean) ? ratio : ALPHA * ratio + (1 - ALPHA) * mean;
        above = mean > limit(usual, sigma) ? above + 1 : 0;
    }

    boolean isDrifting() {
        return above >= SLOTS_ABOVE;
    }

    /** The mean of n slots varies less than one slot: by the root of alpha / (2 - alpha). */
    static double limit(double usual, double sigma) {
        return usual + Math.max(MINIMUM_RISE, SIGMAS * sigma * Math.sqrt(ALPHA / (2 - ALPHA)));
    }
}
