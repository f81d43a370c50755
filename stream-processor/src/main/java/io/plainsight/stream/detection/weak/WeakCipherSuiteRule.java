package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A completed handshake with a cipher suite or key exchange below BCP 195. */
public final class WeakCipherSuiteRule {
    public static final RuleText TEXT = new RuleText(
            "weak-cipher-suite",
            "Weak cipher suite",
            "2",
            List.of(
                    "RFC 9325 4.1",
                    "RFC 10015",
                    "RFC 7465",
                    "NCSC-P1",
                    "SEC09-BP02",
                    "PCI DSS 4.0.1 4.2.1",
                    "NIST SP 800-52r2 3.3.1"),
            new Alert.Technique("T1600", "Weaken Encryption"),
            "Limit the service to suites with ECDHE key exchange and AEAD encryption (TLS 1.3, or GCM and ChaCha20-Poly1305"
                    + " in TLS 1.2).",
            List.of(
                    "what is only offered and not chosen raises nothing",
                    "encrypt-then-MAC (RFC 7366) does not excuse a CBC suite",
                    "the size of a Diffie-Hellman group is known only where ServerKeyExchange was seen"));

    private WeakCipherSuiteRule() {}
}
