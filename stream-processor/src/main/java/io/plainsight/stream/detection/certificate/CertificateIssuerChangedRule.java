package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A name whose certificate comes from an authority that never issued for it. */
public final class CertificateIssuerChangedRule {
    public static final RuleText TEXT = new RuleText(
            "certificate-issuer-changed",
            "Certificate from a new issuer",
            "1",
            List.of("RFC 5280 4.1.2.4", "RFC 8659", "NCSC-P1", "SEC09-BP01", "PCI DSS 4.0.1 4.2.1.1"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Ask the service's owner whether the change of authority was intended; if not, treat the connection as"
                    + " intercepted, revoke the certificate and pin the allowed issuers with CAA records.",
            List.of(
                    "TLS 1.3 and QUIC encrypt the certificate: only handshakes up to TLS 1.2 show it",
                    "an authority of the same organisation, or whose name differs in a number only, counts as the same",
                    "what appears within a day after a name was first seen is there by design",
                    "a certificate with another common name on an endpoint that was never seen before is not compared"));

    private CertificateIssuerChangedRule() {}
}
