package io.plainsight.sensor.tls;

import io.plainsight.events.Observation.Reason;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.x509.CertificateChain;
import io.plainsight.sensor.x509.CertificateSummary;
import io.plainsight.sensor.x509.ChainFinding;
import io.plainsight.sensor.x509.OcspResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What is wrong with the server's certificate by the default profile, at the time that it was seen.
 *
 * <p><b>Threading:</b> any; pure functions of a session.
 */
final class CertificateJudge {
    static final int MIN_RSA_BITS = 2048;
    static final int MIN_CURVE_BITS = 256;
    /** The longest lifetime that the CA/Browser Forum ever allowed since 2018; private authorities have no reason for more. */
    static final Duration MAX_VALIDITY = Duration.ofDays(825);

    private CertificateJudge() {}

    static void judge(TlsSession session, List<Reason> reasons) {
        if (session.serverCertificate == null) {
            return;
        }
        if (session.serverCertificate.readable()) {
            judgeReadable(session, reasons);
        } else {
            weakCertificate(reasons, "RFC 5280 4.1", "unreadable: it is no X.509 certificate that can be checked");
        }
    }

    /** With roots given, an issuer outside them is a reason; without, nothing is known and nothing said. */
    private static void judgeTrust(TlsSession session, List<Reason> reasons) {
        CertificateChain chain = session.serverChain;
        boolean toldAlready = session.fingerprintSignalled
                || Boolean.TRUE.equals(chain.leaf().selfSigned())
                || reasons.stream().anyMatch(reason -> reason.rule().equals(Reasons.TLS_CERTIFICATE_EXPIRED))
                        && chain.findings().contains(ChainFinding.EXPIRED);
        if (Boolean.FALSE.equals(chain.trusted()) && !toldAlready) {
            String why =
                    chain.findings().stream().sorted().map(ChainFinding::text).collect(Collectors.joining(", "));
            reasons.add(new Reason(
                    Reasons.TLS_CERTIFICATE_UNTRUSTED,
                    List.of("RFC 5280 6.1", TlsJudge.PRINCIPLE, TlsJudge.WELL_ARCHITECTED),
                    "the server's certificate does not lead up to a given root: " + why));
        }
    }

    private static void judgeReadable(TlsSession session, List<Reason> reasons) {
        CertificateSummary certificate = session.serverCertificate;
        Instant seen = instant(session.serverCertificateNs);
        if (certificate.notAfter() != null && seen.isAfter(certificate.notAfter())) {
            reasons.add(new Reason(
                    Reasons.TLS_CERTIFICATE_EXPIRED,
                    List.of("RFC 5280 6.1.3", TlsJudge.PRINCIPLE, TlsJudge.WELL_ARCHITECTED),
                    "the server's certificate expired at " + certificate.notAfter()));
        }
        judgeKey(certificate, reasons);
        if (certificate.hasBrokenSignatureHash()) {
            weakCertificate(reasons, "RFC 9155", "signed with " + certificate.signatureAlgorithm());
        }
        if (Boolean.TRUE.equals(certificate.selfSigned()) && !session.fingerprintSignalled) {
            weakCertificate(reasons, "RFC 5280 6.1", "self-signed");
        }
        String name = session.clientHello == null ? null : session.clientHello.serverName;
        if (name != null && !certificate.matches(name)) {
            weakCertificate(reasons, "RFC 9525 6.3", "not for the name " + name + " that the client asked for");
        }
        if (certificate.notBefore() != null && seen.isBefore(certificate.notBefore())) {
            weakCertificate(reasons, "RFC 5280 6.1.3", "not valid before " + certificate.notBefore());
        }
        if (OcspResponse.REVOKED.equals(session.ocsp)) {
            weakCertificate(reasons, "RFC 6960 2.2", "revoked, by the OCSP response that the server stapled");
        }
        judgeTrust(session, reasons);
        if (certificate.validity().compareTo(MAX_VALIDITY) > 0) {
            weakCertificate(
                    reasons,
                    "CA/B BR 6.3.2",
                    "valid for " + certificate.validity().toDays() + " days, the limit is " + MAX_VALIDITY.toDays());
        }
    }

    private static void judgeKey(CertificateSummary certificate, List<Reason> reasons) {
        int bits = certificate.publicKeySize();
        String algorithm = certificate.publicKeyAlgorithm();
        boolean modulus = "RSA".equals(algorithm) || "DSA".equals(algorithm);
        boolean small = bits > 0 && (modulus && bits < MIN_RSA_BITS || "EC".equals(algorithm) && bits < MIN_CURVE_BITS);
        if (small) {
            weakCertificate(reasons, "RFC 9325 4.5", algorithm + " key of " + bits + " bits");
        }
    }

    private static void weakCertificate(List<Reason> reasons, String clause, String what) {
        reasons.add(new Reason(
                Reasons.TLS_CERTIFICATE_WEAK,
                List.of(clause, TlsJudge.PRINCIPLE, TlsJudge.WELL_ARCHITECTED),
                "the server's certificate is " + (what.contains(" key of ") ? "weak: " + what : what)));
    }

    private static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L));
    }
}
