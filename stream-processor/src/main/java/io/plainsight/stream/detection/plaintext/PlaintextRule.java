package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Application data in clear over a protocol that has a protected form. */
public final class PlaintextRule {
    public static final RuleText TEXT = new RuleText(
            "plaintext",
            "Unencrypted application data",
            "2",
            List.of("NCSC-P1", "SEC09-BP02", "PCI DSS 4.0.1 4.2.1", "NIST SP 800-53r5 SC-8"),
            new Alert.Technique("T1040", "Network Sniffing"),
            "Move the service to its protected form (for example HTTPS, LDAPS, FTPS, or STARTTLS made mandatory), then"
                    + " close the clear port; if the exposure is accepted, record it in the policy with owner and date.",
            List.of(
                    "a protocol that the sensor does not recognise is unknown, not plaintext",
                    "data sent in clear inside a tunnel is seen as the tunnel",
                    "a service that falls silent, or moves to another port, keeps its alert until somebody resolves it",
                    "sampling or loss may hide the payload that would show it"));

    private PlaintextRule() {}
}
