package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A completed handshake that agreed upon TLS compression, insecure renegotiation or a broken signature hash. */
public final class WeakTlsOptionRule {
    public static final RuleText TEXT = new RuleText(
            "weak-tls-option",
            "Weak TLS option",
            "1",
            List.of("RFC 9325 3.3", "RFC 9325 3.5", "RFC 5746 3.6", "RFC 9155", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Switch TLS compression off; update a TLS library that does not know RFC 5746, or switch renegotiation off; take"
                    + " SHA-1 and MD5 out of the signature algorithms. Moving the service to TLS 1.3 removes all three.",
            List.of(
                    "judged from what is negotiated: an option that no client asks for is silent",
                    "whether a server renegotiates is seen only in the beginning of a connection",
                    "the signature under a key exchange is told for TLS 1.2 alone: older versions always use MD5 and SHA-1"));

    private WeakTlsOptionRule() {}
}
