package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A protocol on a port that belongs to another one, which the group did not do before. */
public final class UnusualPortRule {
    public static final RuleText TEXT = new RuleText(
            "unusual-port",
            "Protocol on an unusual port",
            "1",
            List.of("NCSC-P1", "SEC09-BP03", "IANA Service Name and Transport Protocol Port Number Registry"),
            new Alert.Technique("T1571", "Non-Standard Port"),
            "Find out which program on the host speaks this protocol there; a tunnel through a port that firewalls leave open"
                    + " is to be closed, a wanted service to be excepted in the policy.",
            List.of(
                    "knows only the ports that are let through most; elsewhere any protocol may be at home",
                    "needs packets: a flow log does not know the protocol",
                    "what was spoken there while the baseline was learned counts as usual",
                    "a tunnel inside of the port's own protocol looks like that protocol"));

    private UnusualPortRule() {}
}
