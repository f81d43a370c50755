package io.plainsight.sensor.x509;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A chain of certificates as one end sent it, judged at one time. Immutable; made by {@link ChainReader}.
 *
 * @param certificates as sent, the end's own first; at most {@link ChainReader#MAX_CERTIFICATES}, at least one
 * @param length certificates sent, those not read included
 * @param ordered whether each is followed by its issuer's; null when that cannot be told for all
 * @param complete whether those sent lead from the first one up to a self-signed one or a given root; null when that
 *     cannot be known, which without given roots is every chain without a self-signed end
 * @param trusted whether it validates up to a given root; null when none were given or it cannot be checked here
 * @param findings what stood out
 */
public record CertificateChain(
        List<CertificateSummary> certificates,
        int length,
        Boolean ordered,
        Boolean complete,
        Boolean trusted,
        Set<ChainFinding> findings) {

    /** The end's own certificate. */
    public CertificateSummary leaf() {
        return certificates.get(0);
    }

    /** What can be said without roots. */
    static CertificateChain of(List<CertificateSummary> certificates, int length, boolean truncated) {
        Set<ChainFinding> findings = EnumSet.noneOf(ChainFinding.class);
        if (truncated) {
            findings.add(ChainFinding.TRUNCATED);
        }
        if (certificates.stream().anyMatch(certificate -> !certificate.readable())) {
            findings.add(ChainFinding.UNREADABLE);
        }
        Boolean ordered = ordered(certificates, truncated);
        if (Boolean.FALSE.equals(ordered)) {
            findings.add(ChainFinding.OUT_OF_ORDER);
        }
        Boolean complete = endsSelfSigned(certificates) ? Boolean.TRUE : null;
        return new CertificateChain(List.copyOf(certificates), length, ordered, complete, null, Set.copyOf(findings));
    }

    /** This chain with what its validation against roots showed. */
    CertificateChain with(PathVerdict verdict) {
        Set<ChainFinding> all = EnumSet.noneOf(ChainFinding.class);
        all.addAll(findings);
        all.addAll(verdict.findings());
        boolean complete = Boolean.TRUE.equals(this.complete) || verdict.complete();
        return new CertificateChain(
                certificates,
                length,
                ordered,
                complete ? Boolean.TRUE : verdict.trusted() == null ? null : Boolean.FALSE,
                verdict.trusted(),
                Set.copyOf(all));
    }

    private static Boolean ordered(List<CertificateSummary> certificates, boolean truncated) {
        boolean known = !truncated;
        for (int i = 0; i + 1 < certificates.size(); i++) {
            CertificateSummary subject = certificates.get(i);
            CertificateSummary issuer = certificates.get(i + 1);
            if (!subject.readable() || !issuer.readable()) {
                known = false;
            } else if (!subject.isIssuedBy(issuer)) {
                return Boolean.FALSE;
            }
        }
        return known ? Boolean.TRUE : null;
    }

    /** Follows issuers by name, in whatever order they were sent. */
    private static boolean endsSelfSigned(List<CertificateSummary> certificates) {
        Set<CertificateSummary> passed = new HashSet<>();
        CertificateSummary at = certificates.get(0);
        while (at != null && at.readable() && passed.add(at)) {
            if (!Boolean.FALSE.equals(at.selfSigned())) {
                return true;
            }
            at = issuerOf(at, certificates, passed);
        }
        return false;
    }

    private static CertificateSummary issuerOf(
            CertificateSummary subject, List<CertificateSummary> certificates, Set<CertificateSummary> passed) {
        for (CertificateSummary candidate : certificates) {
            if (!passed.contains(candidate) && subject.isIssuedBy(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
