package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A certificate in use that has expired or soon will. */
public final class CertificateExpiryRule {
    public static final RuleText TEXT = new RuleText(
            "certificate-expiry",
            "Certificate expired or about to expire",
            "3",
            List.of(
                    "RFC 5280 4.1.2.5",
                    "NCSC-P1",
                    "SEC09-BP01",
                    "SEC09-BP02",
                    "PCI DSS 4.0.1 4.2.1",
                    "NIST SP 800-52r2 3.2"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Renew the certificate and deploy it on every endpoint that the evidence names; automate renewal.",
            List.of(
                    "TLS 1.3 and QUIC encrypt the certificate: only handshakes up to TLS 1.2 show it; elsewhere an"
                            + " inventory helps",
                    "a resumed session shows no certificate",
                    "only the leaf is judged, not its issuers"));

    private CertificateExpiryRule() {}
}
