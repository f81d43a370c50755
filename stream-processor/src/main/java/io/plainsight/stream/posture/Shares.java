package io.plainsight.stream.posture;

import io.plainsight.events.Posture;

/** Makes shares with their bounds. Pure functions. */
final class Shares {
    /** From here on a share by itself is surer than five points either way. */
    static final long FEW = 400;
    /** Quantile of the normal distribution for 95 %, two-sided. */
    private static final double Z = 1.959964;

    private static final double THOUSANDTHS = 1000.0;

    private Shares() {}

    /**
     * @param good has the quality
     * @param bad lacks it
     * @param unknown was seen and could not be judged
     * @param lostThousandths what was probably lost unseen, in thousandths
     * @param few whether the counts are samples, of which few say little; bytes are not
     */
    static Posture.Share of(long good, long bad, long unknown, long lostThousandths, boolean few) {
        long judged = good + bad;
        double lost = lostThousandths / THOUSANDTHS;
        double open = unknown + lost;
        double all = judged + open;
        boolean sampled = few && judged > 0 && judged < FEW;
        return new Posture.Share(
                good,
                judged,
                unknown,
                lost,
                judged == 0 ? null : (double) good / judged,
                all == 0 ? null : good / all,
                all == 0 ? null : (good + open) / all,
                sampled ? wilson(good, judged, -1) : null,
                sampled ? wilson(good, judged, 1) : null,
                null);
    }

    /** One end of the 95 % interval (E. B. Wilson, JASA 22, 1927). */
    private static double wilson(long good, long all, int side) {
        double share = (double) good / all;
        double zz = Z * Z;
        double centre = share + zz / (2 * all);
        double half = Z * Math.sqrt(share * (1 - share) / all + zz / (4.0 * all * all));
        double end = (centre + side * half) / (1 + zz / all);
        // the exact end never passes the share; rounding may, where the share is 0 or 1
        return side < 0 ? Math.max(0, Math.min(end, share)) : Math.min(1, Math.max(end, share));
    }
}
