package io.plainsight.sensor.tls;

import io.plainsight.events.Observation.Reason;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
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

    static final String PRINCIPLE = "NCSC-P1";
    static final String WELL_ARCHITECTED = "SEC09-BP02";

    /** A verdict and the reasons behind it. */
    record Verdict(Protection protection, List<Reason> reasons) {}

    /** The verdict on a version and a suite, which the key holds. */
    private record Acceptable(int key, Verdict verdict) {}

    private static final int KNOWN_BITS = 8;
    /** Read and written by any thread without a lock: the records are immutable. */
    private static final Acceptable[] KNOWN = new Acceptable[1 << KNOWN_BITS];

    private TlsJudge() {}

    static Verdict judge(TlsSession session) {
        return switch (session.state) {
            case COMPLETED -> completed(session);
            case FAILED ->
                unknown(
                        Reasons.TLS_HANDSHAKE_FAILED,
                        "the handshake failed (" + session.failure
                                + (session.phase == null ? "" : ", last seen " + session.phase.text())
                                + "), nothing was protected");
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
        judgeGroup(session, reasons);
        judgeSignature(session, reasons);
        judgeCompression(session, reasons);
        judgeRenegotiation(session, reasons);
        CertificateJudge.judge(session, reasons);
        if (!reasons.isEmpty()) {
            return new Verdict(Protection.WEAK, List.copyOf(reasons));
        }
        if (TlsVersion.text(session.version()) == null || !session.cipherKnown()) {
            return unknown(
                    Reasons.TLS_PARAMETERS_UNKNOWN,
                    "version or cipher suite is not in the registry: " + String.format("0x%04X", session.version())
                            + ", " + session.cipher());
        }
        return acceptable(session);
    }

    /** Most verdicts are one of a dozen: made once each. */
    private static Verdict acceptable(TlsSession session) {
        int key = session.version() << 16 | session.serverHello.cipherSuite;
        int place = key * 0x9E3779B9 >>> Integer.SIZE - KNOWN_BITS;
        Acceptable known = KNOWN[place];
        if (known == null || known.key != key) {
            String detail =
                    family(session.version()) + TlsVersion.text(session.version()) + " with " + session.cipher();
            String suites = session.isTls13() ? "RFC 9325 4.3" : "RFC 9325 4.2";
            List<String> references = List.of("RFC 9325 3.1.1", suites, PRINCIPLE, WELL_ARCHITECTED);
            Reason reason = new Reason(Reasons.TLS_ACCEPTABLE, references, detail);
            known = new Acceptable(key, new Verdict(Protection.PROTECTED, List.of(reason)));
            KNOWN[place] = known;
        }
        return known.verdict;
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
        List<String> weaknesses = session.cipherTraits().weaknesses();
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

    private static void judgeGroup(TlsSession session, List<Reason> reasons) {
        if (NamedGroup.isWeak(session.group)) {
            reasons.add(new Reason(
                    Reasons.TLS_GROUP_WEAK,
                    List.of("RFC 9325 4.5", "RFC 8422 5.1.1", PRINCIPLE, WELL_ARCHITECTED),
                    "group " + NamedGroup.name(session.group) + ": below 224 bits, or a curve that has no name"));
        }
    }

    private static void judgeSignature(TlsSession session, List<Reason> reasons) {
        if (SignatureScheme.isWeak(session.signatureScheme)) {
            reasons.add(new Reason(
                    Reasons.TLS_SIGNATURE_WEAK,
                    List.of("RFC 9155 5", PRINCIPLE, WELL_ARCHITECTED),
                    "the server's key exchange is signed with " + SignatureScheme.name(session.signatureScheme)));
        }
    }

    private static void judgeCompression(TlsSession session, List<Reason> reasons) {
        ServerHello answer = session.serverHello;
        if (answer != null && answer.compressionMethod != CompressionMethod.NULL && !session.isTls13()) {
            reasons.add(new Reason(
                    Reasons.TLS_COMPRESSION,
                    List.of("RFC 9325 3.3", PRINCIPLE, WELL_ARCHITECTED),
                    "the server chose TLS compression ("
                            + CompressionMethod.name(answer.compressionMethod)
                            + "), whose lengths give secrets away (CRIME)"));
        }
    }

    /*
     * RFC 9325 section 3.5: servers MUST implement renegotiation_info, and a client that gets no answer MUST NOT go on, whether
     * or not anybody renegotiates. That is seen only where the client asked and the ServerHello was read to its end.
     */
    private static void judgeRenegotiation(TlsSession session, List<Reason> reasons) {
        ServerHello answer = session.serverHello;
        boolean violated = answer != null
                && answer.complete
                && !session.isTls13()
                && !answer.secureRenegotiation
                && session.clientHello != null
                && session.clientHello.secureRenegotiation();
        if (violated) {
            reasons.add(new Reason(
                    Reasons.TLS_RENEGOTIATION_INSECURE,
                    List.of("RFC 9325 3.5", "RFC 5746 3.6", PRINCIPLE, WELL_ARCHITECTED),
                    "the server does not answer for secure renegotiation, which the client asked for"));
        }
    }
}
