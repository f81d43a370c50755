package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.TlsVersions;
import java.time.Duration;
import java.time.Instant;

/**
 * What one client address has shown towards one service. Immutable; written only where something is new.
 *
 * @param reached highest version that a handshake completed with; null when none did
 * @param reachedAt when it was first reached within the memory's span
 * @param seenAt a time at which it still was, at most {@link #REFRESH} old
 * @param refused the latest attempt that was refused; null when there was none
 * @param lower the latest completed attempt below what the service can; null when there was none
 */
record ClientMemory(String reached, Instant reachedAt, Instant seenAt, Attempt refused, Attempt lower) {
    /** How long what was reached says something about the client. */
    static final Duration MEMORY = Duration.ofDays(30);
    /** A client that falls back does so at once. */
    static final Duration FALLBACK = Duration.ofSeconds(30);
    /** How exactly it is known when a client was last seen. */
    static final Duration REFRESH = Duration.ofHours(12);
    /** Low attempts closer than this are one: enough for {@link #FALLBACK}, and spares a write on each. */
    private static final Duration SAME_ATTEMPT = Duration.ofSeconds(5);

    static final ClientMemory NONE = new ClientMemory(null, null, null, null, null);

    /**
     * One attempt: by which implementation, asking for which name, with which highest version, and whether with no other; how
     * it was refused.
     */
    record Attempt(
            Instant at, long stack, String name, String offered, boolean alone, String refusal, String observation) {
        /**
         * Whether {@code later} is the second step of a fallback that begins with this attempt. Not one that offered TLS 1.3
         * alone: programs that try out one version after another do so, and a pool's older members must refuse them.
         */
        private boolean leadsTo(Attempt later, boolean saysSo) {
            return !alone
                    && !at.isAfter(later.at)
                    && Duration.between(at, later.at).compareTo(FALLBACK) <= 0
                    && name.equals(later.name)
                    && (stack == later.stack || saysSo)
                    && TlsVersions.rank(offered) > TlsVersions.rank(later.offered);
        }
    }

    /** @param belowServer whether the service can better than what this handshake came to */
    ClientMemory with(Hello hello, String name, String observation, Instant at, boolean belowServer) {
        ClientMemory next = this;
        if (hello.completed() && hello.negotiated() != null) {
            next = next.reaching(hello.negotiated(), at);
        }
        if (hello.versionRefused() && (refused == null || at.isAfter(refused.at))) {
            Attempt attempt = attempt(hello, name, observation, at);
            next = new ClientMemory(next.reached, next.reachedAt, next.seenAt, attempt, next.lower);
        }
        boolean low = belowServer && hello.whole() && hello.completed();
        if (low && (lower == null || at.isAfter(lower.at.plus(SAME_ATTEMPT)))) {
            Attempt attempt = attempt(hello, name, observation, at);
            next = new ClientMemory(next.reached, next.reachedAt, next.seenAt, next.refused, attempt);
        }
        return next;
    }

    private ClientMemory reaching(String version, Instant at) {
        boolean known = knows(at);
        if (!known || TlsVersions.rank(version) > TlsVersions.rank(reached)) {
            // an older capture does not replace what is known of a later time
            boolean older = reached != null && !known && at.isBefore(seenAt);
            return older ? this : new ClientMemory(version, at, at, refused, lower);
        }
        boolean same = version.equals(reached);
        if (same && (at.isAfter(seenAt.plus(REFRESH)) || at.isBefore(reachedAt))) {
            Instant first = at.isBefore(reachedAt) ? at : reachedAt;
            return new ClientMemory(reached, first, at.isAfter(seenAt) ? at : seenAt, refused, lower);
        }
        return this;
    }

    static Attempt attempt(Hello hello, String name, String observation, Instant at) {
        return new Attempt(at, hello.stack(), name, hello.offered(), hello.alone(), hello.refusal(), observation);
    }

    /** Whether this client had {@code version} here before {@code at}. */
    boolean hadBefore(String version, Instant at) {
        return knows(at) && reachedAt.isBefore(at) && TlsVersions.rank(reached) >= TlsVersions.rank(version);
    }

    /** The refused attempt that this one follows as a fallback; null when it follows none. */
    Attempt fallbackFrom(Attempt now, boolean saysSo) {
        return refused != null && refused.leadsTo(now, saysSo) ? refused : null;
    }

    /** The low attempt that followed this refused one and arrived before it; null when none did. */
    Attempt fallbackAfter(Attempt now) {
        return lower != null && now.leadsTo(lower, false) ? lower : null;
    }

    private boolean knows(Instant at) {
        return reached != null && !at.isBefore(reachedAt.minus(MEMORY)) && !at.isAfter(seenAt.plus(MEMORY));
    }
}
