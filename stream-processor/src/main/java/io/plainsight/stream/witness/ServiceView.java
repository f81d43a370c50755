package io.plainsight.stream.witness;

import java.time.Duration;
import java.time.Instant;

/**
 * What is known of one service. Immutable.
 *
 * @param seen when packets last showed how it speaks; null when they never did
 * @param clean whether they showed it protected
 * @param suspected when it was last suspected; null when it is not
 */
record ServiceView(Instant seen, boolean clean, Instant suspected) {
    static final ServiceView NONE = new ServiceView(null, false, null);

    /** For so long, what packets showed of a service counts for its other connections. */
    static final Duration MEMORY = Duration.ofHours(24);

    /** More often than that, packets are not written down. */
    private static final Duration REFRESH = Duration.ofMinutes(10);

    boolean isKnown(Instant at) {
        return seen != null && Duration.between(seen, at).abs().compareTo(MEMORY) <= 0;
    }

    /** @return this where nothing changes that matters */
    ServiceView shown(Instant at, boolean isClean) {
        boolean fresh = seen != null && !at.isAfter(seen.plus(REFRESH));
        if (suspected == null && fresh && clean == isClean) {
            return this;
        }
        return new ServiceView(seen == null || at.isAfter(seen) ? at : seen, isClean, null);
    }

    ServiceView suspected(Instant at) {
        return new ServiceView(seen, clean, at);
    }
}
