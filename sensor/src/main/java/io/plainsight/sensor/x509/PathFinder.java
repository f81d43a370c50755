package io.plainsight.sensor.x509;

import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Looks for a path of signatures from a certificate up to a root: through the certificates that were sent, in whatever
 * order, then through intermediates known from other chains. A path of certificates that are valid at the time comes first;
 * only where there is none, one that is not is taken, so that the reason can be told.
 *
 * <p><b>Bounds:</b> {@link #MAX_PATH} certificates and {@link #MAX_SIGNATURE_CHECKS} signature checks, so that certificates
 * of one name that sign each other in circles cost no more than a few milliseconds. <b>Threading:</b> one thread, one use.
 */
final class PathFinder {
    /** Real paths have two to four certificates below the root. */
    static final int MAX_PATH = 8;

    static final int MAX_SIGNATURE_CHECKS = 32;

    private final TrustRoots roots;
    private final Intermediates intermediates;
    private final List<X509Certificate> sent;
    private final Instant at;
    private final List<X509Certificate> path = new ArrayList<>();
    private boolean onlyValid = true;
    private X509Certificate root;
    private int checks;
    private boolean wrongSignature;
    private boolean unsupported;

    /**
     * A search for one chain.
     *
     * @param sent the certificates of the chain, the first one included
     * @param at when they were seen
     */
    PathFinder(TrustRoots roots, Intermediates intermediates, List<X509Certificate> sent, Instant at) {
        this.roots = roots;
        this.intermediates = intermediates;
        this.sent = sent;
        this.at = at;
    }

    boolean find(X509Certificate leaf) {
        path.add(leaf);
        if (extend(leaf)) {
            return true;
        }
        onlyValid = false;
        return extend(leaf);
    }

    /** From the leaf to the one that the root signed; the root itself where it is the leaf. */
    List<X509Certificate> path() {
        return path;
    }

    X509Certificate root() {
        return root;
    }

    /** Whether an issuer of the right name was there whose key had not signed. */
    boolean metWrongSignature() {
        return wrongSignature;
    }

    /** Whether a signature could not be checked, or the search was cut short. */
    boolean isInconclusive() {
        return unsupported || checks >= MAX_SIGNATURE_CHECKS;
    }

    private boolean extend(X509Certificate subject) {
        if (roots.contains(subject)) {
            root = subject;
            return true;
        }
        for (X509Certificate candidate : roots.bySubject(subject.getIssuerX500Principal())) {
            if (signed(candidate, subject)) {
                root = candidate;
                return true;
            }
        }
        return path.size() < MAX_PATH
                && (extendThrough(sent, subject)
                        || onlyValid
                                && extendThrough(intermediates.bySubject(subject.getIssuerX500Principal()), subject));
    }

    private boolean extendThrough(List<X509Certificate> candidates, X509Certificate subject) {
        for (X509Certificate candidate : candidates) {
            boolean named = candidate.getSubjectX500Principal().equals(subject.getIssuerX500Principal());
            boolean usable = !onlyValid || isValid(candidate);
            if (named && usable && !path.contains(candidate) && signed(candidate, subject)) {
                path.add(candidate);
                if (extend(candidate)) {
                    return true;
                }
                path.remove(path.size() - 1);
            }
        }
        return false;
    }

    private boolean isValid(X509Certificate certificate) {
        return !at.isBefore(certificate.getNotBefore().toInstant())
                && !at.isAfter(certificate.getNotAfter().toInstant());
    }

    private boolean signed(X509Certificate issuer, X509Certificate subject) {
        if (checks >= MAX_SIGNATURE_CHECKS) {
            return false;
        }
        checks++;
        Boolean verifies = SignatureCheck.verifies(subject, issuer.getPublicKey());
        unsupported |= verifies == null;
        wrongSignature |= Boolean.FALSE.equals(verifies);
        return Boolean.TRUE.equals(verifies);
    }
}
