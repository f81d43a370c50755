package io.plainsight.stream.detection.downgrade;

import java.time.Duration;
import java.time.Instant;

/**
 * What is remembered of one service, of its answers to one offer, or of one client: a track for each dimension seen. Immutable.
 * There are very many, most with one dimension or two.
 */
final class Tracks {
    /** An issuer that stays the same is told on once a day. */
    static final Duration TELL = Duration.ofHours(24);

    private static final Dimension[] DIMENSIONS = Dimension.values();
    static final Tracks NONE = new Tracks(new Track[DIMENSIONS.length], null, null);

    /** By the dimension's place; null where nothing was seen. Never changed once it is here. */
    private final Track[] byDimension;

    private final String issuer;
    private final Instant issuerAt;

    private Tracks(Track[] byDimension, String issuer, Instant issuerAt) {
        this.byDimension = byDimension;
        this.issuer = issuer;
        this.issuerAt = issuerAt;
    }

    /** Who issued the certificate seen last; null when none was. */
    String issuer() {
        return issuer;
    }

    /** When that was told on, at most {@link #TELL} ago; null when it never was. */
    Instant issuerAt() {
        return issuerAt;
    }

    Track get(Dimension dimension) {
        Track track = byDimension[dimension.ordinal()];
        return track == null ? Track.NONE : track;
    }

    /** These tracks with one replaced; the same instance where it is the one that stands there. */
    Tracks with(Dimension dimension, Track track) {
        if (get(dimension) == track) {
            return this;
        }
        Track[] next = byDimension.clone();
        next[dimension.ordinal()] = track;
        return new Tracks(next, issuer, issuerAt);
    }

    /** These tracks with an issuer that is news; the same instance where it is none. */
    Tracks issuedBy(String seen, Instant at) {
        boolean news = !seen.equals(issuer) || Duration.between(issuerAt, at).compareTo(TELL) > 0;
        return news ? issued(seen, at) : this;
    }

    /** These tracks, whose issuer was told on then. */
    Tracks issued(String by, Instant at) {
        return new Tracks(byDimension, by, at);
    }
}
