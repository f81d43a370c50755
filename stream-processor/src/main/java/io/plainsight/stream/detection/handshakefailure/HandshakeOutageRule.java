package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A service that worked completes no handshake any more. */
public final class HandshakeOutageRule {
    public static final RuleText TEXT = new RuleText(
            "handshake-outage",
            "No handshake succeeds",
            "1",
            List.of("RFC 8446 6.2", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1499", "Endpoint Denial of Service"),
            "Treat it as an outage: look at the causes in the alert, at the certificate and the log of the server, and at what"
                    + " was changed when the failures began.",
            List.of(
                    "a service that nobody tries is silent, not out",
                    "refused TCP connections are no handshakes: a server that is down altogether does not show here",
                    "a service that was never seen to work cannot be out"));

    private HandshakeOutageRule() {}
}
