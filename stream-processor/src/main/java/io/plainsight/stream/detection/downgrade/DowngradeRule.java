package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A handshake that ended lower than both sides have shown they can. */
public final class DowngradeRule {
    public static final RuleText TEXT = new RuleText(
            "downgrade",
            "TLS downgrade",
            "1",
            List.of(
                    "RFC 9846",
                    "RFC 8446 4.1.3",
                    "RFC 7507",
                    "RFC 8996",
                    "NCSC-P1",
                    "SEC09-BP02",
                    "NIST SP 800-52r2 3.1"),
            new Alert.Technique("T1562.010", "Impair Defenses: Downgrade Attack"),
            "Find what sits between client and server: a TLS inspection box, a proxy, a load balancer with a different"
                    + " configuration, or somebody who should not be there. Compare a handshake taken at the client with one"
                    + " taken at the server.",
            List.of(
                    "a client is known by its address: behind NAT, several clients look like one, so its history alone is info",
                    "a client's history is kept per service, not across services",
                    "an attacker between client and sensor shows only what the client sent after the change",
                    "with static RSA key exchange the server's random can be forged, so its absence proves nothing",
                    "TLS 1.2 and 1.3 behind one address with a mixed pool is learned and stays silent once the lower share"
                            + " passes 5 %"));

    private DowngradeRule() {}
}
