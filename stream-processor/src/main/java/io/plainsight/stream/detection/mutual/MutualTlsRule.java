package io.plainsight.stream.detection.mutual;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Mutual TLS that is expected and does not happen. */
public final class MutualTlsRule {
    public static final RuleText TEXT = new RuleText(
            "mutual-tls-missing",
            "Mutual TLS missing or failing",
            "1",
            List.of(
                    "RFC 9846 4.3.2",
                    "RFC 5246 7.4.4",
                    "NCSC-P1",
                    "SEC09-BP03",
                    "PCI DSS 4.0.1 4.2.1",
                    "NIST SP 800-52r2 4.5"),
            new Alert.Technique("T1078", "Valid Accounts"),
            "Make the server require client certificates again, and give the clients named a certificate that it trusts;"
                    + " where clients without one are meant to connect, say so in the policy.",
            List.of(
                    "TLS 1.3 hides the client's certificate: what became of it is inferred from record lengths, for stacks"
                            + " whose habits are known; for the others nothing is said",
                    "QUIC hides the lengths too: nothing is known there",
                    "a resumed session shows no certificate and is not judged",
                    "whether a certificate is the right one is the server's to judge; only that there is one is seen",
                    "a client that goes without one from the first day on is part of the baseline, unless the policy"
                            + " requires certificates"));

    private MutualTlsRule() {}
}
