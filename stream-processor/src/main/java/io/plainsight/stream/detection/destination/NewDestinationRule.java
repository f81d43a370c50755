package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A host connected to something that its group never used since it is watched. */
public final class NewDestinationRule {
    public static final RuleText TEXT = new RuleText(
            "new-destination",
            "New destination",
            "1",
            List.of("NCSC-P1", "SEC09-BP03", "PCI DSS 4.0.1 1.3.2"),
            new Alert.Technique("T1041", "Exfiltration Over C2 Channel"),
            "Find out which program on the host opened the connection; allow the destination in the policy if it is wanted"
                    + " (`policy learn` drafts the list), otherwise block it and treat the host as suspect.",
            List.of(
                    "what was used while the baseline was learned counts as usual, whoever used it",
                    "says nothing in the first seven days of a group, nor of hosts outside of our networks",
                    "a destination behind a name or a /24 that the group uses anyway is not new",
                    "names are known only where the client sent them or had them looked up; a flow log knows addresses alone",
                    "behind a proxy or NAT the true destination is hidden",
                    "connections that were refused, unanswered or captured in one direction alone are left out"));

    private NewDestinationRule() {}
}
