package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A box that ends TLS towards the clients of a zone and speaks to the servers in their place. */
public final class TlsInspectionRule {
    public static final RuleText TEXT = new RuleText(
            "tls-inspection",
            "TLS inspection on the path",
            "2",
            List.of("RFC 8446 9.3", "RFC 9325 7.1", "NCSC-P1", "SEC09-BP02"),
            new Alert.Technique("T1557", "Adversary-in-the-Middle"),
            "Find out whose box it is. If it is meant to be there, let it offer and accept what both ends can (TLS 1.3, and no"
                    + " random passed on from the server); if not, take it out of the path.",
            List.of(
                    "a box that speaks TLS 1.3 to its clients shows no certificate and is not recognised",
                    "fewer than 10 unrelated names through the box are no pattern",
                    "a network that talks to nothing but services of one public authority and one implementation looks the"
                            + " same"));

    private TlsInspectionRule() {}
}
