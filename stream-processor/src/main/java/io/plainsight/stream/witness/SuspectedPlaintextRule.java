package io.plainsight.stream.witness;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Data on a port of a plaintext protocol, known from flow logs alone. */
public final class SuspectedPlaintextRule {
    public static final RuleText TEXT = new RuleText(
            "suspected-plaintext",
            "Suspected plaintext service",
            "1",
            List.of("NCSC-P1", "SEC09-BP02", "PCI DSS 4.0.1 4.2.1"),
            new Alert.Technique("T1040", "Network Sniffing"),
            "Let a sensor see the service, or look at its configuration; move it to its protected form and close the clear"
                    + " port, or record in the policy that the exposure is accepted.",
            List.of(
                    "a port is an assumption: any protocol may run on it, and plaintext may run on any other port",
                    "without byte counts in both directions nothing is suspected",
                    "a service of which packets were seen is judged by them alone",
                    "quiet sessions of very few packets are not suspected"));

    private SuspectedPlaintextRule() {}
}
