package io.plainsight.stream.witness;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** Packets and flow logs disagree about a connection. */
public final class WitnessConflictRule {
    public static final RuleText TEXT = new RuleText(
            "witness-conflict",
            "Packets and flow logs disagree",
            "1",
            List.of("NCSC-P1", "SEC09-BP02", "Amazon VPC User Guide: Enforce VPC encryption in transit"),
            new Alert.Technique("T1562.008", "Impair Defenses: Disable or Modify Cloud Logs"),
            "Believe the packets about encryption and correct whatever report rests on the provider's statement; where traffic"
                    + " was refused or missed, compare the network's rules and the sensors' taps with what is configured.",
            List.of(
                    "needs both a sensor and flow logs for the same connection",
                    "a connection whose destination address is translated between sensor and interface does not join",
                    "what is forgotten before its record comes (30 minutes, or a full store) is not compared",
                    "the statement of a flow log is about the connection as a whole, not about each byte"));

    private WitnessConflictRule() {}
}
