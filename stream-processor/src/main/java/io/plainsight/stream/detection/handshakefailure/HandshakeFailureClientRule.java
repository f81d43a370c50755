package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A client that worked suddenly fails everywhere. */
public final class HandshakeFailureClientRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-failure-client",
            "A client fails everywhere",
            "1",
            List.of("RFC 8446 6.2", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Look at the client: its trust store, its clock, its TLS library after an update, or a device between it and everything"
                    + " else.",
            List.of(
                    "a client that fails at one or two services is not told from a fault of those",
                    "several clients behind one address are one client"));

    private HandshakeFailureClientRule() {}
}
