package io.plainsight.stream.detection.certificate;

import java.util.List;

/**
 * At which point of their life the certificates of a name were replaced so far.
 *
 * @param share of its life that the certificate which was kept longest had behind it, 0 to 1; 0 where none was replaced yet
 * @param regular whether so many were replaced at about the same point that one which is not says something
 */
record RenewalRhythm(double share, boolean regular) {
    static final RenewalRhythm UNKNOWN = new RenewalRhythm(0, false);

    /** A renewal that comes this much later than the latest so far is overdue. */
    private static final double LATE = 0.2;

    private static final int MIN_RENEWALS = 3;
    private static final double SPREAD = 0.25;

    /** @param renewals the share of each */
    static RenewalRhythm of(List<Double> renewals) {
        double latest = renewals.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        double earliest =
                renewals.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        return new RenewalRhythm(Math.min(1, latest), renewals.size() >= MIN_RENEWALS && latest - earliest <= SPREAD);
    }

    boolean isKnown() {
        return share > 0;
    }

    /** The share of its life from which on a certificate is overdue: a fifth late, but at least half of what is left before its end. */
    double overdueAt() {
        return share + Math.min(LATE * share, (1 - share) / 2);
    }
}
