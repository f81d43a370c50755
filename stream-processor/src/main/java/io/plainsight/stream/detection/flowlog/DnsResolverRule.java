package io.plainsight.stream.detection.flowlog;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A host asks a DNS resolver that the policy does not name. */
public final class DnsResolverRule {
    public static final RuleText TEXT = new RuleText(
            "dns-resolver",
            "DNS to an unexpected resolver",
            "1",
            List.of("NCSC-P1", "SEC05-BP02", "NIST SP 800-81r3", "RFC 7858"),
            new Alert.Technique("T1071.004", "Application Layer Protocol: DNS"),
            "Find out which program on the host asks it; point the host at the policy's resolvers and block ports 53 and 853 to"
                    + " all others, or add the resolver to the policy if it is wanted.",
            List.of(
                    "says nothing where the policy names no resolvers for the host's zone",
                    "DNS over HTTPS looks like any other HTTPS",
                    "DNS on other ports is seen in packets alone, and a tunnel through an expected resolver is not seen",
                    "questions to Amazon's own resolver are never in a flow log"));

    private DnsResolverRule() {}
}
