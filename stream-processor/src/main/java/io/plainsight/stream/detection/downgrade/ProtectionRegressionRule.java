package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A service that answers the same offer with less than it used to: a change of one of the ends, no attack on the wire. */
public final class ProtectionRegressionRule {
    public static final RuleText TEXT = new RuleText(
            "protection-regression",
            "Protection regression",
            "1",
            List.of("RFC 9325 4", "RFC 9846", "RFC 7465", "draft-ietf-tls-ecdhe-mlkem", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1562.010", "Impair Defenses: Downgrade Attack"),
            "Ask who changed the server: compare its TLS configuration, and that of every member of its pool, with the last"
                    + " one known to be good, and roll out what is missing.",
            List.of(
                    "offers are compared as a whole: a client whose hello differs each time has no history",
                    "with TLS 1.3 the application protocol is encrypted, so that only its change up to TLS 1.2 is seen",
                    "a service with less than 20 handshakes over 24 hours for an offer has no history",
                    "resumed sessions show what an earlier handshake agreed on and are left out"));

    private ProtectionRegressionRule() {}
}
