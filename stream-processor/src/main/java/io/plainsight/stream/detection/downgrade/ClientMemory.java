package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.TlsVersions;
import java.time.Duration;
import java.time.Instant;

/**
 * What one client address has shown towards one service. Immutable.
 *
 * @param offered highest version it ever offered within the memory's span
 * @param offeredAt when it last offered that
 * @param refused highest version of its latest refused attempt; null when there was none
 * @param refusedAt when that was
 */
record ClientMemory(String offered, Instant offeredAt, String refused, Instant refusedAt) {
    /** How long an offer says something about the client. */
    static final Duration MEMORY = Duration.ofDays(30);
    /** A client that falls back does so at once. */
    static final Duration FALLBACK = Duration.ofSeconds(30);

    static final ClientMemory NONE = new ClientMemory(null, null, null, null);

    ClientMemory with(Hello hello, Instant at) {
        boolean known = knows(at);
        boolean newer = offeredAt == null || at.isAfter(offeredAt);
        boolean better = !known || TlsVersions.rank(hello.offered()) >= TlsVersions.rank(offered);
        boolean replaces = newer && better;
        return new ClientMemory(
                replaces ? hello.offered() : offered,
                replaces ? at : offeredAt,
                hello.versionRefused() ? hello.offered() : refused,
                hello.versionRefused() ? at : refusedAt);
    }

    /** The better version that this client offered before; null when it offered none. */
    String betterOffer(Hello hello, Instant at) {
        boolean better = knows(at) && TlsVersions.rank(offered) > TlsVersions.rank(hello.offered());
        return better && offeredAt.isBefore(at) ? offered : null;
    }

    /** Whether this attempt follows, within {@link #FALLBACK}, a refused one with a higher version. */
    boolean isFallback(Hello hello, Instant at) {
        return refusedAt != null
                && !refusedAt.isAfter(at)
                && Duration.between(refusedAt, at).compareTo(FALLBACK) <= 0
                && TlsVersions.rank(refused) > TlsVersions.rank(hello.offered());
    }

    private boolean knows(Instant at) {
        return offeredAt != null && Duration.between(offeredAt, at).abs().compareTo(MEMORY) <= 0;
    }
}
