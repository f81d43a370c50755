package io.plainsight.stream.posture;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;

/** Adds figures up, such as those of several days. Not thread-safe. */
public final class PostureSum {
    private final Tally sums = new Tally();

    /** The figures of no connection at all. */
    public static Posture empty() {
        return new PostureSum().posture(PostureKeys.TOTAL, null, null);
    }

    public PostureSum add(Posture posture) {
        sums.add(Figures.sums(posture));
        return this;
    }

    /**
     * The figures so far; times are null while nothing counted.
     *
     * @param period what they are about, in words of the caller's choice
     * @param zone null for all
     * @param service null for all
     */
    public Posture posture(String period, String zone, String service) {
        return Figures.of(sums, new Scope(period, zone, service));
    }
}
