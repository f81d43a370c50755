package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A client fails against many services and succeeds nowhere. */
public final class TlsScannerRule {
    public static final RuleText TEXT = new RuleText(
            "tls-scanner",
            "TLS scanner",
            "1",
            List.of("RFC 8446 6.2", "NCSC-P1"),
            new Alert.Technique("T1046", "Network Service Discovery"),
            "Find out whose host it is. If it is your own scanner, nothing is to do; if not, treat it as reconnaissance.",
            List.of(
                    "a scanner whose handshakes succeed is not one here",
                    "one that takes more than an hour for five services stays below it",
                    "scans without a ClientHello show in flow logs, not here"));

    private TlsScannerRule() {}
}
