package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Many clients suddenly fail to agree with one service. */
public final class HandshakeFailureSpikeRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-failure-spike",
            "Handshake failures spike",
            "2",
            List.of("RFC 8446 6.2", "RFC 9846", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Look at the causes in the alert: certificate causes point at a renewal gone wrong, version or cipher causes at a"
                    + " changed configuration, resets at a device in the path. Compare with the time of the last change.",
            List.of(
                    "one client cannot raise it, and counts for at most ten failures",
                    "three scanners that have not yet failed at five services each look like a service's clients until they have",
                    "a client that gives up before the server answers is taken for a probe and left out",
                    "failures inside TLS 1.3 are inferred from record sizes, and their causes are less exact",
                    "a spike shorter than its floor of 20 failures in 5 minutes stays silent",
                    "what happens at the same hour on most days is usual, be it right or wrong"));

    private HandshakeFailureSpikeRule() {}
}
