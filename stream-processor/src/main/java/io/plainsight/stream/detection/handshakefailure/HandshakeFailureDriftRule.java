package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** The share of failed handshakes of a service rises slowly. */
public final class HandshakeFailureDriftRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-failure-drift",
            "Handshake failures rise slowly",
            "1",
            List.of("RFC 8446 6.2", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Look at the causes in the alert and at which clients they come from: a certificate or a client version that is being"
                    + " rolled out step by step fails like this.",
            List.of(
                    "a rise of less than five points in a hundred stays silent",
                    "a rise over days becomes usual before it is seen",
                    "a service with fewer than 20 slots of history has no usual yet"));

    private HandshakeFailureDriftRule() {}
}
