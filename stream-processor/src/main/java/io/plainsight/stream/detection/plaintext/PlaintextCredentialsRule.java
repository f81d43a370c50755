package io.plainsight.stream.detection.plaintext;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A password, token or derived secret passed in clear. */
public final class PlaintextCredentialsRule {
    public static final RuleText TEXT = new RuleText(
            "plaintext-credentials",
            "Credentials in clear",
            "1",
            List.of("NCSC-P1", "SEC09-BP02", "PCI DSS 4.0.1 8.3.2", "RFC 9325 3.2"),
            new Alert.Technique("T1040", "Network Sniffing"),
            "Treat the credentials as known to others and change them, then make the service refuse authentication before"
                    + " TLS is in place.",
            List.of(
                    "only protocols whose login the sensor reads are covered",
                    "a secret in an application's own format is not recognised"));

    private PlaintextCredentialsRule() {}
}
