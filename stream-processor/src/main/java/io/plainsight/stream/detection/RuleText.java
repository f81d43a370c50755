package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import java.util.List;

/**
 * The words of a rule: everything an alert says that does not depend on what was measured.
 *
 * @param id never changes its meaning
 * @param version grows with every change of what fires the rule
 * @param references clauses of RFCs and standards
 * @param technique ATT&amp;CK technique
 * @param remediation what to do about it
 * @param blindSpots what the rule cannot see
 */
public record RuleText(
        String id,
        String name,
        String version,
        List<String> references,
        Alert.Technique technique,
        String remediation,
        List<String> blindSpots) {

    /** ECS {@code rule.*}. */
    public Alert.Rule rule() {
        return new Alert.Rule(id, name, "data-in-transit", references, version);
    }
}
