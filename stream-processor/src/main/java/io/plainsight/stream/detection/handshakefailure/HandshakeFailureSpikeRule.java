package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Many clients suddenly fail to agree with one service. */
public final class HandshakeFailureSpikeRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-failure-spike",
            "Handshake failures spike",
            "1",
            List.of("RFC 8446 6.2", "RFC 9846", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Look at the causes in the alert: certificate causes point at a renewal gone wrong, version or cipher causes at a"
                    + " changed configuration, resets at a device in the path. Compare with the time of the last change.",
            List.of(
                    "one client cannot raise it, and counts for at most ten failures",
                    "three or more scanners that hit the same service at once look like its clients: their failures against"
                            + " other services are not visible under this service's key",
                    "a client that gives up before the server answers is taken for a probe and left out",
                    "failures inside TLS 1.3 are inferred from record sizes",
                    "a spike shorter than its floor of 20 failures in 5 minutes stays silent"));

    private HandshakeFailureSpikeRule() {}
}
