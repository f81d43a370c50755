package io.plainsight.stream.detection;

import io.plainsight.events.Observation;

/**
 * How far the absence of something in an observation can be trusted, given what the sensor lost around it. What was seen
 * was seen, however much was lost beside it; what was not seen may be among the lost.
 *
 * <p>A handshake takes about ten packets. Where a share s of all packets is lost, all ten are seen with probability
 * (1 - s)^10: 0.99 at one in a thousand, 0.90 at one in a hundred, 0.35 at one in ten.
 */
public final class Certainty {
    /** Below this, what is concluded is less likely than not. */
    static final double SUGGESTIVE = 0.5;

    private static final int PACKETS_OF_A_HANDSHAKE = 10;

    private Certainty() {}

    /** 1 where nothing was lost, less where something was; never below 0. */
    public static double of(Observation observation) {
        Observation.Capture capture = observation.plainsight() == null
                ? null
                : observation.plainsight().capture();
        if (capture == null || capture.lostShare() == null) {
            return 1;
        }
        double share = Math.min(1, Math.max(0, capture.lostShare()));
        return Math.pow(1 - share, PACKETS_OF_A_HANDSHAKE);
    }
}
