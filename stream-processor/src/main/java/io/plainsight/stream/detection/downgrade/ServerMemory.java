package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.detection.TlsVersions;
import io.plainsight.stream.state.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** What one service, under one server name, has shown: versions it can, and how often it chose less than it was offered. */
record ServerMemory(Sightings sightings) {
    static final ServerMemory NONE = new ServerMemory(Sightings.NONE);

    /** Fewer sightings, or a shorter time, are no history. */
    static final int ESTABLISHED_COUNT = 20;

    static final Duration ESTABLISHED_TIME = Duration.ofHours(24);
    /** Above this share of all handshakes that could have been better, the lower version is a normal part of a mixed pool. */
    static final double MIXED_POOL_SHARE = 0.05;

    private static final String BELOW_OFFER = "below-offer:";

    ServerMemory with(Hello hello, Instant at) {
        Sightings next = sightings;
        if (hello.negotiated() != null && hello.completed()) {
            next = next.with(hello.negotiated(), at);
            if (hello.endedBelow(hello.offered())) {
                next = next.with(BELOW_OFFER + hello.negotiated(), at);
            }
        }
        if (hello.provenByServer() != null && !hello.offers(TlsVersions.TLS_1_3)) {
            // a mark that contradicts the hello is somebody else's work and teaches nothing
            next = next.with(hello.provenByServer(), at);
        }
        return next == sightings ? this : new ServerMemory(next);
    }

    /** The best version shown before {@code at}; null when none is known. */
    String best(Instant at) {
        List<String> versions = TlsVersions.ascending();
        for (int i = versions.size() - 1; i >= 0; i--) {
            if (sightings.before(versions.get(i), at) != null) {
                return versions.get(i);
            }
        }
        return null;
    }

    /** Whether {@code version} was shown often and long enough to be relied upon. */
    boolean isEstablished(String version, Instant at) {
        Sightings.Span span = sightings.before(version, at);
        return span != null
                && span.count() >= ESTABLISHED_COUNT
                && span.length().compareTo(ESTABLISHED_TIME) >= 0;
    }

    /** Whether the service regularly chooses {@code lower} although more was offered. */
    boolean isMixedPool(String lower, String best, Instant at) {
        long low = sightings.count(BELOW_OFFER + lower, at);
        long high = sightings.count(best, at);
        return low + high >= ESTABLISHED_COUNT && low > MIXED_POOL_SHARE * (low + high);
    }

    long count(String version, Instant at) {
        return sightings.count(version, at);
    }
}
