package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A handshake that ended lower than both sides have shown they can. */
public final class DowngradeRule {
    public static final RuleText TEXT = new RuleText(
            "downgrade",
            "TLS downgrade",
            "4",
            List.of(
                    "RFC 9846",
                    "RFC 8446 4.1.3",
                    "RFC 7507",
                    "RFC 8996",
                    "RFC 10015",
                    "NCSC-P1",
                    "SEC09-BP02",
                    "NIST SP 800-52r2 3.1"),
            new Alert.Technique("T1562.010", "Impair Defenses: Downgrade Attack"),
            "Find what sits between client and server: a TLS inspection box, a proxy, a load balancer with a different"
                    + " configuration, or somebody who should not be there. Compare a handshake taken at the client with one"
                    + " taken at the server.",
            List.of(
                    "a client is known by its address and its suites: behind NAT, several of one kind look like one, so its"
                            + " history alone is info",
                    "a client's history is kept per partition, among the services that share one",
                    "an attacker between client and sensor shows only what the client sent after the change, unless the client"
                            + " refuses the server's mark",
                    "with static RSA key exchange the server's random can be forged, so its absence proves nothing",
                    "a pool whose members differ is learned and stays silent unless its better answer vanishes",
                    "a server that does not read the list of versions may answer below it, and so a lowered answer that keeps to"
                            + " the rules shows only in how it ends",
                    "less than 20 handshakes over 24 hours are no history to compare with",
                    "a suite of TLS 1.2 in an answer of TLS 1.3 tells nothing: drafts before 16 had them under that version",
                    "an offer of a TLS 1.3 draft counts as TLS 1.3: browsers of 2017 and 2018 at a server of today"));

    private DowngradeRule() {}
}
