package io.plainsight.stream.detection.certificate;

import java.time.Instant;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * How long a publicly trusted certificate may live, by the day of its issue: CA/Browser Forum Baseline Requirements section
 * 6.3.2, as changed by ballot SC-081v3 (2025). Private authorities are not bound by it.
 */
final class PublicLifetime {
    /** Beginning of each limit, and its days. */
    private static final NavigableMap<Instant, Integer> LIMITS = new TreeMap<>(Map.of(
            Instant.MIN,
            825,
            Instant.parse("2020-09-01T00:00:00Z"),
            398,
            Instant.parse("2026-03-15T00:00:00Z"),
            200,
            Instant.parse("2027-03-15T00:00:00Z"),
            100,
            Instant.parse("2029-03-15T00:00:00Z"),
            47));

    private PublicLifetime() {}

    static int days(Instant notBefore) {
        return LIMITS.floorEntry(notBefore).getValue();
    }
}
