package io.plainsight.stream.detection.downgrade;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is remembered of one service, of its answers to one offer, or of one client: a track for each dimension seen. Immutable.
 *
 * @param issuer who issued the certificate seen last; null when none was
 * @param issuerAt when that was told on, at most {@link #TELL} ago
 */
record Tracks(Map<Dimension, Track> byDimension, String issuer, Instant issuerAt) {
    /** An issuer that stays the same is told on once a day. */
    static final Duration TELL = Duration.ofHours(24);

    static final Tracks NONE = new Tracks(Map.of(), null, null);

    Tracks {
        byDimension = byDimension == null ? Map.of() : byDimension; // absent in JSON where empty
    }

    Track get(Dimension dimension) {
        return byDimension.getOrDefault(dimension, Track.NONE);
    }

    /** These tracks with one replaced; the same instance where it is the one that stands there. */
    Tracks with(Dimension dimension, Track track) {
        if (get(dimension) == track) {
            return this;
        }
        Map<Dimension, Track> next = new EnumMap<>(Dimension.class);
        next.putAll(byDimension);
        next.put(dimension, track);
        return new Tracks(next, issuer, issuerAt);
    }

    /** These tracks with an issuer that is news; the same instance where it is none. */
    Tracks issuedBy(String seen, Instant at) {
        boolean news = !seen.equals(issuer) || Duration.between(issuerAt, at).compareTo(TELL) > 0;
        return news ? new Tracks(byDimension, seen, at) : this;
    }
}
