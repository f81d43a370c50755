package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Handshakes fail for the same reason at several services at once. */
public final class HandshakeFailureCauseRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-failure-cause",
            "Handshakes fail alike at several services",
            "1",
            List.of("RFC 8446 6.2", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Look for what the services share: an issuer or a certificate that has expired, a load balancer, a configuration that was"
                    + " rolled out, a device on the way.",
            List.of(
                    "which services share what is not known here: the evidence names some of them",
                    "failures whose cause is unknown or that were cancelled are not counted"));

    private HandshakeFailureCauseRule() {}
}
