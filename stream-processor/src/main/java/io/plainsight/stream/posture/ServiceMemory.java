package io.plainsight.stream.posture;

import io.plainsight.events.Observation;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * What must be remembered of a service so that its connections count right. Immutable. Bounds: {@value #MAX_CERTIFICATES}
 * certificates; a service with more of them at once has some counted more than once an hour.
 *
 * @param postQuantum whether it was ever seen to choose a post-quantum group
 * @param newest fingerprint of the certificate that was issued last
 * @param certificates the hour in which each certificate was counted last, by fingerprint
 */
record ServiceMemory(
        boolean postQuantum, String newest, Instant notBefore, Instant notAfter, Map<String, String> certificates) {
    static final int MAX_CERTIFICATES = 8;
    static final ServiceMemory NONE = new ServiceMemory(false, null, null, null, Map.of());

    ServiceMemory {
        certificates = certificates == null ? Map.of() : certificates; // absent in JSON where empty
    }

    ServiceMemory withPostQuantum() {
        return postQuantum ? this : new ServiceMemory(true, newest, notBefore, notAfter, certificates);
    }

    /**
     * This memory after the certificate was shown, and what that was worth counting in {@code tally}: once per certificate and
     * hour the days that it has left; when it is a successor, the days that its predecessor had left.
     */
    ServiceMemory withCertificate(Observation.Server shown, Instant at, String hour, Tally tally) {
        if (shown == null || shown.hash() == null || shown.hash().sha256() == null || shown.notAfter() == null) {
            return this;
        }
        String fingerprint = shown.hash().sha256();
        if (hour.equals(certificates.get(fingerprint))) {
            return this;
        }
        tally.sample(Names.CERTIFICATE_LEAD, days(at, shown.notAfter()));
        boolean first = newest == null || notBefore == null;
        boolean successor = !first
                && !fingerprint.equals(newest)
                && shown.notBefore() != null
                && shown.notBefore().isAfter(notBefore);
        if (successor) {
            tally.sample(Names.CERTIFICATE_RENEWAL, days(at, notAfter));
        }
        TreeMap<String, String> next = new TreeMap<>(certificates);
        if (next.size() >= MAX_CERTIFICATES && !next.containsKey(fingerprint)) {
            next.pollFirstEntry();
        }
        next.put(fingerprint, hour);
        return first || successor
                ? new ServiceMemory(postQuantum, fingerprint, shown.notBefore(), shown.notAfter(), next)
                : new ServiceMemory(postQuantum, newest, notBefore, notAfter, next);
    }

    /** Whole days left, rounded down; below zero once it has expired. */
    private static long days(Instant at, Instant notAfter) {
        return Math.floorDiv(
                Duration.between(at, notAfter).toSeconds(), Duration.ofDays(1).toSeconds());
    }
}
