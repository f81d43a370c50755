package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A certificate that was renewed, but not everywhere. */
public final class CertificateRolloutRule {
    public static final RuleText TEXT = new RuleText(
            "certificate-rollout",
            "Certificate renewed but not deployed everywhere",
            "1",
            List.of("RFC 5280 4.1.2.5", "NCSC-P1", "SEC09-BP01", "PCI DSS 4.0.1 4.2.1.1"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Deploy the new certificate on the endpoints named, and reload what serves it; where the inventory is behind,"
                    + " correct it.",
            List.of(
                    "TLS 1.3 and QUIC encrypt the certificate: only handshakes up to TLS 1.2 show which endpoint has which",
                    "a renewal with another kind of key, or under another common name, is not recognised as one",
                    "a new certificate that appears on new endpoints only is taken for another service",
                    "where several certificates of one name are in use by design, stragglers are not told"));

    private CertificateRolloutRule() {}
}
