package io.plainsight.stream.detection.certificate;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The certificates that one endpoint shows under one server name, and when each was last told to the history of its name.
 * Immutable.
 *
 * @param all the least recently told first
 */
record ShownCertificates(List<Shown> all) {
    /** Two key types, before and after a renewal. */
    static final int MAX_CERTIFICATES = 4;

    /** A certificate that goes on being shown is told once in this span of packet time. */
    static final Duration REFRESH = Duration.ofHours(1);

    static final ShownCertificates NONE = new ShownCertificates(List.of());

    ShownCertificates {
        all = all == null ? List.of() : all; // absent in JSON where empty
    }

    /**
     * One certificate.
     *
     * @param identity as in {@link Certificates#subject}
     * @param name as in {@link CertificateNames#of}
     * @param stage of its expiry when it was told; empty for none
     */
    record Shown(String identity, String name, String stage, Instant told) {
        Shown {
            stage = stage == null ? "" : stage;
        }
    }

    /** Whether nothing has to be told about the certificate: most connections show what is known. */
    boolean knows(String identity, String stage, Instant at) {
        for (Shown shown : all) {
            if (shown.identity().equals(identity)) {
                Duration since = Duration.between(shown.told(), at).abs();
                return shown.stage().equals(stage) && since.compareTo(REFRESH) < 0;
            }
        }
        return false;
    }

    ShownCertificates with(Shown told) {
        List<Shown> next = new ArrayList<>(all);
        next.removeIf(shown -> shown.identity().equals(told.identity()));
        if (next.size() >= MAX_CERTIFICATES) {
            next.remove(0);
        }
        next.add(told);
        return new ShownCertificates(List.copyOf(next));
    }

    /** Names of the certificates that were shown here lately and are not called {@code name}. */
    List<String> otherNames(String name, Instant at) {
        return all.stream()
                .filter(shown ->
                        Duration.between(shown.told(), at).abs().toSeconds() < CertificateHistory.FORGET_SECONDS)
                .map(Shown::name)
                .filter(other -> !other.equals(name))
                .distinct()
                .toList();
    }
}
