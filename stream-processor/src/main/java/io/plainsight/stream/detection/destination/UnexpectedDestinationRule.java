package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A host connected to something that the policy does not expect of it. */
public final class UnexpectedDestinationRule {
    public static final RuleText TEXT = new RuleText(
            "unexpected-destination",
            "Unexpected destination",
            "2",
            List.of("NCSC-P1", "SEC09-BP03", "PCI DSS 4.0.1 1.3.2"),
            new Alert.Technique("T1041", "Exfiltration Over C2 Channel"),
            "Find out which program on the host opened the connection; add the destination to the policy if it is wanted,"
                    + " otherwise block it and treat the host as suspect.",
            List.of(
                    "says nothing without a destinations list in the policy",
                    "names are known only where the client sent them (SNI); a flow log knows addresses alone",
                    "behind a proxy or NAT the true destination is hidden",
                    "a flow-log record says that packets were allowed, not that data was exchanged",
                    "Google's records and most routers' name no decision, so an attempt that a firewall dropped looks like an"
                            + " unanswered one"));

    private UnexpectedDestinationRule() {}
}
