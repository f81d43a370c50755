package io.plainsight.stream.detection.certificate;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is known of the certificates of one name: where each is shown, by which authorities they are issued, and at which
 * point of their life they are usually renewed. Immutable. Times are epoch seconds of packet time.
 *
 * @param since when the name was first seen
 * @param certificates those in use lately, by first appearance
 * @param issuers families of the authorities that issued for the name, with the time of the first sight
 * @param renewals at which share of its life a certificate was replaced by a newer one; the latest last
 */
record CertificateHistory(long since, List<Held> certificates, Map<String, Long> issuers, List<Double> renewals) {
    static final int MAX_CERTIFICATES = 12;
    static final int MAX_ENDPOINTS = 64;
    static final int MAX_ISSUERS = 16;
    static final int MAX_RENEWALS = 8;

    /** What nobody has shown for so long is no longer in use. */
    static final long FORGET_SECONDS = 60L * 86_400;

    static final CertificateHistory NONE = new CertificateHistory(0, List.of(), Map.of(), List.of());

    CertificateHistory {
        certificates = certificates == null ? List.of() : certificates; // absent in JSON where empty
        issuers = issuers == null ? Map.of() : issuers;
        renewals = renewals == null ? List.of() : renewals;
    }

    /**
     * One certificate.
     *
     * @param identity as in {@link Certificates#subject}
     * @param algorithm of its public key; a server may show one for each
     * @param replaces identity of the certificate that it is the renewal of; empty where it is none
     * @param foreign whether it has another name, and is known here because it took a place of this one's
     * @param crowded whether it was shown by more endpoints than are kept
     * @param announced whether its coming end was told
     * @param straggling whether it was told that others still show what it replaces
     * @param endpoints where it is shown, with the time of the last sight
     */
    record Held(
            String identity,
            String algorithm,
            long notBefore,
            long notAfter,
            long first,
            long last,
            String replaces,
            boolean foreign,
            boolean crowded,
            boolean announced,
            boolean straggling,
            Map<String, Long> endpoints) {
        Held {
            algorithm = algorithm == null ? "" : algorithm;
            replaces = replaces == null ? "" : replaces;
            endpoints = endpoints == null ? Map.of() : endpoints;
        }

        /** Seen at {@code endpoint} once more. */
        Held at(String endpoint, long time) {
            Map<String, Long> next = new HashMap<>(endpoints);
            next.merge(endpoint, time, Math::max);
            boolean full = next.size() > MAX_ENDPOINTS;
            if (full) {
                next.entrySet().stream()
                        .filter(entry -> !entry.getKey().equals(endpoint))
                        .min(Map.Entry.comparingByValue())
                        .ifPresent(oldest -> next.remove(oldest.getKey()));
            }
            return new Held(
                    identity,
                    algorithm,
                    notBefore,
                    notAfter,
                    Math.min(first, time),
                    Math.max(last, time),
                    replaces,
                    foreign,
                    crowded || full,
                    announced,
                    straggling,
                    Map.copyOf(next));
        }

        Held announced(boolean value) {
            return copy(replaces, value, straggling);
        }

        Held straggling(boolean value) {
            return copy(replaces, announced, value);
        }

        Held replacing(String other) {
            return copy(other, announced, straggling);
        }

        private Held copy(String replaced, boolean told, boolean behind) {
            return new Held(
                    identity, algorithm, notBefore, notAfter, first, last, replaced, foreign, crowded, told, behind,
                    endpoints);
        }

        long life() {
            return notAfter - notBefore;
        }

        /** Issued later and valid for longer. */
        boolean isNewerThan(Held other) {
            return notBefore >= other.notBefore && notAfter > other.notAfter;
        }
    }

    /** When any of them was last seen; far in the past where none was. */
    long latest() {
        return certificates.stream().mapToLong(Held::last).max().orElse(Long.MIN_VALUE / 2);
    }

    /** All but the rhythm: after a long absence, who issued and what is shown where is learned anew. */
    CertificateHistory forgotten() {
        return new CertificateHistory(0, List.of(), Map.of(), renewals);
    }

    /** The certificate; null when it is not known. */
    Held certificate(String identity) {
        for (Held held : certificates) {
            if (held.identity().equals(identity)) {
                return held;
            }
        }
        return null;
    }

    /** With this state of a certificate; what nobody shows any more, or exceeds the bounds, goes. */
    CertificateHistory with(Held changed, long now) {
        Map<String, Held> next = new LinkedHashMap<>();
        certificates.forEach(held -> next.put(held.identity(), held));
        next.put(changed.identity(), changed);
        next.values().removeIf(held -> held.last() < now - FORGET_SECONDS);
        if (next.size() > MAX_CERTIFICATES) {
            leastRecent(next.values(), changed).ifPresent(held -> next.remove(held.identity()));
        }
        return new CertificateHistory(
                certificates.isEmpty() && since == 0 ? now : since, List.copyOf(next.values()), issuers, renewals);
    }

    private static Optional<Held> leastRecent(Collection<Held> all, Held but) {
        return all.stream()
                .filter(held -> !held.identity().equals(but.identity()))
                .min(Comparator.comparingLong(Held::last));
    }

    CertificateHistory withIssuer(String family, long now) {
        if (issuers.containsKey(family) || issuers.size() >= MAX_ISSUERS) {
            return this;
        }
        Map<String, Long> next = new HashMap<>(issuers);
        next.put(family, now);
        return new CertificateHistory(since, certificates, Map.copyOf(next), renewals);
    }

    CertificateHistory withRenewal(double share) {
        List<Double> next =
                new ArrayList<>(renewals.size() < MAX_RENEWALS ? renewals : renewals.subList(1, renewals.size()));
        next.add(share);
        return new CertificateHistory(since, certificates, issuers, List.copyOf(next));
    }

    RenewalRhythm rhythm() {
        return RenewalRhythm.of(renewals);
    }
}
