package io.plainsight.stream.detection.weak;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A completed handshake below the policy's minimum version. */
public final class TlsBelowMinimumRule {
    public static final RuleText TEXT = new RuleText(
            "tls-below-minimum",
            "TLS version below the minimum",
            "1",
            List.of(
                    "RFC 8996",
                    "RFC 9325 3.1.1",
                    "NCSC-P1",
                    "SEC09-BP02",
                    "PCI DSS 4.0.1 4.2.1",
                    "NIST SP 800-52r2 3.1"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Configure the service to refuse versions below the minimum; find the clients that still need them in the"
                    + " evidence and update those first.",
            List.of(
                    "judged from what is negotiated: a service that would accept an old version but is never asked is silent",
                    "handshakes that fail, or that the sensor saw only in part, are not judged"));

    private TlsBelowMinimumRule() {}
}
