package io.plainsight.sensor.x509;

import java.io.ByteArrayInputStream;
import java.security.InvalidAlgorithmParameterException;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.PKIXReason;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Validates a chain against roots by the JDK's PKIX algorithm (RFC 5280 section 6) at the time of its packets. Revocation is
 * not looked up: a sensor sends nothing.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> allocates; called once per distinct chain and stretch of time.
 */
final class PathValidator {
    private static final Duration RETRY = Duration.ofHours(1);

    private final TrustRoots roots;
    private final Intermediates intermediates = new Intermediates();
    private final CertificateFactory factory;
    private final CertPathValidator pkix;

    PathValidator(TrustRoots roots) {
        this.roots = roots;
        try {
            factory = CertificateFactory.getInstance("X.509");
            pkix = CertPathValidator.getInstance("PKIX");
        } catch (CertificateException | NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has X.509 and PKIX", e);
        }
    }

    /** Grows when a chain without a path may have got one since. */
    int generation() {
        return intermediates.generation();
    }

    /** @param ders the chain as sent; the first is judged, the others help */
    PathVerdict validate(List<byte[]> ders, Instant at) {
        List<X509Certificate> sent = new ArrayList<>();
        X509Certificate leaf = null;
        for (int i = 0; i < ders.size(); i++) {
            X509Certificate certificate = read(ders.get(i));
            if (certificate != null) {
                sent.add(certificate);
                leaf = i == 0 ? certificate : leaf;
            }
        }
        Set<ChainFinding> findings = EnumSet.noneOf(ChainFinding.class);
        if (leaf == null) {
            findings.add(ChainFinding.UNSUPPORTED);
            return new PathVerdict(null, false, findings, false, Instant.MIN, Instant.MAX);
        }
        PathFinder finder = new PathFinder(roots, intermediates, sent, at);
        boolean found = finder.find(leaf);
        List<X509Certificate> path = finder.path();
        boolean unreadIssuer = sent.size() < ders.size();
        Boolean trusted;
        if (found) {
            trusted = validate(path, finder.root(), at, findings);
        } else if (finder.isInconclusive() || unreadIssuer) {
            findings.add(ChainFinding.UNSUPPORTED);
            trusted = null;
        } else {
            findings.add(finder.metWrongSignature() ? ChainFinding.BAD_SIGNATURE : ChainFinding.NO_ROOT);
            trusted = false;
        }
        boolean complete = found && sent.containsAll(path);
        if (found && !complete) {
            findings.add(ChainFinding.INTERMEDIATE_MISSING);
        }
        if (Boolean.TRUE.equals(trusted)) {
            intermediates.learn(path.subList(1, path.size()));
        }
        return verdict(trusted, complete, findings, found, path, at);
    }

    private X509Certificate read(byte[] der) {
        try {
            return (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException | RuntimeException e) {
            return null; // the JDK refuses some that others take: then nothing is claimed
        }
    }

    private Boolean validate(List<X509Certificate> path, X509Certificate root, Instant at, Set<ChainFinding> findings) {
        try {
            List<X509Certificate> below = path.subList(0, path.size() - (path.contains(root) ? 1 : 0));
            if (below.isEmpty()) {
                root.checkValidity(Date.from(at));
                return true; // the certificate itself was given as a root
            }
            PKIXParameters parameters = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
            parameters.setRevocationEnabled(false);
            parameters.setDate(Date.from(at));
            pkix.validate(factory.generateCertPath(below), parameters);
            return true;
        } catch (CertPathValidatorException e) {
            findings.add(finding(e.getReason()));
            return false;
        } catch (java.security.cert.CertificateExpiredException e) {
            findings.add(ChainFinding.EXPIRED);
            return false;
        } catch (java.security.cert.CertificateNotYetValidException e) {
            findings.add(ChainFinding.NOT_YET_VALID);
            return false;
        } catch (CertificateException | InvalidAlgorithmParameterException | RuntimeException e) {
            findings.add(ChainFinding.UNSUPPORTED);
            return null;
        }
    }

    private static ChainFinding finding(CertPathValidatorException.Reason reason) {
        if (reason == BasicReason.EXPIRED) {
            return ChainFinding.EXPIRED;
        }
        if (reason == BasicReason.NOT_YET_VALID) {
            return ChainFinding.NOT_YET_VALID;
        }
        if (reason == BasicReason.INVALID_SIGNATURE) {
            return ChainFinding.BAD_SIGNATURE;
        }
        return reason == PKIXReason.NOT_CA_CERT || reason == PKIXReason.INVALID_KEY_USAGE
                ? ChainFinding.NOT_AN_AUTHORITY
                : ChainFinding.CONSTRAINED;
    }

    /**
     * The verdict holds until the validity of a certificate on the path begins or ends; one against the chain no longer than
     * {@link #RETRY}, since another path may have become valid.
     */
    private static PathVerdict verdict(
            Boolean trusted,
            boolean complete,
            Set<ChainFinding> findings,
            boolean found,
            List<X509Certificate> path,
            Instant at) {
        boolean good = Boolean.TRUE.equals(trusted);
        Instant from = good ? Instant.MIN : at.minus(RETRY);
        Instant until = good ? Instant.MAX : at.plus(RETRY);
        for (X509Certificate certificate : path) {
            Instant begins = certificate.getNotBefore().toInstant();
            Instant ends = certificate.getNotAfter().toInstant().plusNanos(1);
            for (Instant edge : List.of(begins, ends)) {
                if (edge.isAfter(at)) {
                    until = edge.isBefore(until) ? edge : until;
                } else {
                    from = edge.isAfter(from) ? edge : from;
                }
            }
        }
        return new PathVerdict(trusted, complete, Set.copyOf(findings), found, from, until);
    }
}
