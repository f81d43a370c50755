package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A server certificate with a weak key or signature, or that cannot vouch for the name it is used for. */
public final class CertificateWeakRule {
    public static final RuleText TEXT = new RuleText(
            "certificate-weak",
            "Weak or unfit certificate",
            "3",
            List.of(
                    "RFC 5280",
                    "RFC 9525",
                    "RFC 9325 4.5",
                    "NCSC-P1",
                    "SEC09-BP01",
                    "SEC09-BP02",
                    "NIST SP 800-52r2 3.2"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Issue a new certificate from a trusted authority: RSA of 2048 bits or a 256-bit curve, SHA-256, the names in"
                    + " use as subjectAltName, and at most 398 days of life.",
            List.of(
                    "TLS 1.3 and QUIC encrypt the certificate: only handshakes up to TLS 1.2 show it; elsewhere an"
                            + " inventory helps",
                    "an issuer that is unknown here is no finding unless the sensor is given roots (--trust-roots): trust"
                            + " stores differ",
                    "a shared key is found where certificates of both names were seen within 60 days, or one was seen and the"
                            + " other stands in a PEM file of the inventory",
                    "revocation is not looked up: a revoked certificate is seen only when the server itself staples the"
                            + " word"));

    private CertificateWeakRule() {}
}
