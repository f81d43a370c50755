package io.plainsight.sensor.tls;

import io.plainsight.events.Observation.Reason;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.events.tls.CipherSuiteTraits;
import io.plainsight.sensor.x509.CertificateSummary;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The verdict on a TLS connection by the default profile (BCP 195): what holds without a policy file. Protected needs a
 * completed handshake with a known version and a known suite; everything else is weak or unknown, with reasons.
 *
 * <p><b>Threading:</b> any; pure functions of a session.
 */
final class TlsJudge {
    /** RFC 9325 section 4.5. */
    static final int MIN_DH_BITS = 2048;

    static final int MIN_RSA_BITS = 2048;
    static final int MIN_CURVE_BITS = 256;
    /** The longest lifetime that the CA/Browser Forum ever allowed since 2018; private authorities have no reason for more. */
    static final Duration MAX_VALIDITY = Duration.ofDays(825);

    private static final String PRINCIPLE = "NCSC-P1";
    private static final String WELL_ARCHITECTED = "SEC09-BP02";

    /** A verdict and the reasons behind it. */
    record Verdict(Protection protection, List<Reason> reasons) {}

    private TlsJudge() {}

    static Verdict judge(TlsSession session) {
        return switch (session.state) {
            case COMPLETED -> completed(session);
            case FAILED ->
                unknown(
                        Reasons.TLS_HANDSHAKE_FAILED,
                        "the handshake failed (" + session.failure + "), nothing was protected");
            default -> unknown(Reasons.TLS_HANDSHAKE_INCOMPLETE, "the handshake was not seen to its end");
        };
    }

    private static Verdict unknown(String rule, String detail) {
        return new Verdict(Protection.UNKNOWN, List.of(new Reason(rule, List.of(), detail)));
    }

    private static Verdict completed(TlsSession session) {
        List<Reason> reasons = new ArrayList<>();
        judgeVersion(session, reasons);
        judgeCipherSuite(session, reasons);
        judgeDiffieHellman(session, reasons);
        if (session.serverCertificate != null && session.serverCertificate.readable()) {
            judgeCertificate(session, reasons);
        } else if (session.serverCertificate != null) {
            weakCertificate(reasons, "RFC 5280 4.1", "unreadable: it is no X.509 certificate that can be checked");
        }
        if (!reasons.isEmpty()) {
            return new Verdict(Protection.WEAK, List.copyOf(reasons));
        }
        if (TlsVersion.text(session.version()) == null || !session.cipherKnown()) {
            return unknown(
                    Reasons.TLS_PARAMETERS_UNKNOWN,
                    "version or cipher suite is not in the registry: " + String.format("0x%04X", session.version())
                            + ", " + session.cipher());
        }
        String detail = family(session.version()) + TlsVersion.text(session.version()) + " with " + session.cipher();
        String suites = session.isTls13() ? "RFC 9325 4.3" : "RFC 9325 4.2";
        List<String> references = List.of("RFC 9325 3.1.1", suites, PRINCIPLE, WELL_ARCHITECTED);
        return new Verdict(Protection.PROTECTED, List.of(new Reason(Reasons.TLS_ACCEPTABLE, references, detail)));
    }

    private static void judgeVersion(TlsSession session, List<Reason> reasons) {
        int version = session.version();
        String text = TlsVersion.text(version);
        if (text == null || TlsVersion.rank(version) >= TlsVersion.TLS_1_2) {
            return;
        }
        String minimum = "dtls".equals(TlsVersion.protocol(version)) ? "DTLS 1.2" : "TLS 1.2";
        reasons.add(new Reason(
                Reasons.TLS_VERSION_BELOW_MINIMUM,
                List.of("RFC 9325 3.1.1", "RFC 8996", "NIST SP 800-52r2 3.1", PRINCIPLE, WELL_ARCHITECTED),
                family(version) + text + " was negotiated, the minimum is " + minimum));
    }

    private static String family(int version) {
        return TlsVersion.protocol(version).toUpperCase(Locale.ROOT) + " ";
    }

    private static void judgeCipherSuite(TlsSession session, List<Reason> reasons) {
        String cipher = session.cipher();
        if (cipher == null) {
            return;
        }
        List<String> weaknesses = CipherSuiteTraits.of(cipher).weaknesses();
        if (!weaknesses.isEmpty()) {
            reasons.add(new Reason(
                    Reasons.TLS_CIPHER_SUITE_WEAK,
                    List.of("RFC 9325 4.1", "RFC 10015", "NIST SP 800-52r2 3.3.1", PRINCIPLE, WELL_ARCHITECTED),
                    cipher + ": " + String.join(", ", weaknesses)));
        }
    }

    private static void judgeDiffieHellman(TlsSession session, List<Reason> reasons) {
        if (session.dhBits > 0 && session.dhBits < MIN_DH_BITS) {
            reasons.add(new Reason(
                    Reasons.TLS_DH_TOO_SMALL,
                    List.of("RFC 9325 4.5", PRINCIPLE, WELL_ARCHITECTED),
                    "Diffie-Hellman prime of " + session.dhBits + " bits, the minimum is " + MIN_DH_BITS));
        }
    }

    private static void judgeCertificate(TlsSession session, List<Reason> reasons) {
        CertificateSummary certificate = session.serverCertificate;
        Instant seen = instant(session.serverCertificateNs);
        if (certificate.notAfter() != null && seen.isAfter(certificate.notAfter())) {
            reasons.add(new Reason(
                    Reasons.TLS_CERTIFICATE_EXPIRED,
                    List.of("RFC 5280 6.1.3", PRINCIPLE, WELL_ARCHITECTED),
                    "the server's certificate expired at " + certificate.notAfter()));
        }
        judgeKey(certificate, reasons);
        if (certificate.hasBrokenSignatureHash()) {
            String hash = certificate.signatureHash() == null ? "" : " with " + certificate.signatureHash();
            weakCertificate(reasons, "RFC 9155", "signed with " + certificate.signatureAlgorithm() + hash);
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
                List.of(clause, PRINCIPLE, WELL_ARCHITECTED),
                "the server's certificate is " + (what.contains(" key of ") ? "weak: " + what : what)));
    }

    private static Instant instant(long epochNs) {
        return Instant.ofEpochSecond(Math.floorDiv(epochNs, 1_000_000_000L), Math.floorMod(epochNs, 1_000_000_000L));
    }
}
