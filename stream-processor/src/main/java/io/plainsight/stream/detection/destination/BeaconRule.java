package io.plainsight.stream.detection.destination;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.RuleText;
import java.util.List;

/** A host calls a new and rare destination at near-constant intervals. */
public final class BeaconRule {
    public static final RuleText TEXT = new RuleText(
            "beacon",
            "Regular calls to a new destination",
            "1",
            List.of("NCSC-P1", "SEC09-BP03"),
            new Alert.Technique("T1071", "Application Layer Protocol"),
            "Find out which program on the host calls there by timer; allow the destination in the policy if it is wanted,"
                    + " otherwise treat the host as suspect.",
            List.of(
                    "a beacon that varies its intervals by more than a tenth, calls within 30 seconds, or less than once a day is not seen",
                    "needs packets: a flow log's windows are regular by themselves",
                    "a beacon that was there while the baseline was learned counts as usual",
                    "says nothing once three hosts of the group use the destination",
                    "calls spread over several addresses or names are counted apart"));

    private BeaconRule() {}
}
