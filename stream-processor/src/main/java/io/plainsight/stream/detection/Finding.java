package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * What a detector found in one observation; findings about the same entity and cause become one alert.
 *
 * @param rule id of the rule
 * @param subject the entity's identity: stable, without decoration such as names
 * @param cause what sets findings about one entity apart; empty when nothing does
 * @param entity the entity as an analyst reads it
 * @param time packet time
 * @param reason one sentence an analyst can act on
 * @param observation {@code event.id}: a connection counts once per alert
 * @param confidence 0 to 1
 * @param weight pieces of evidence in this finding, at least 1
 * @param resolved whether it says that the cause is gone: then it closes the alert, and opens none
 * @param remediation what to do about this cause; null where the rule's own words say all
 * @param traffic the observation itself, by which the policy tells whether it accepts the finding; null where there is none, and
 *     once the policy has been applied
 */
public record Finding(
        String rule,
        String subject,
        String cause,
        Alert.Entity entity,
        Severity severity,
        Instant time,
        String reason,
        Map<String, Object> values,
        Map<String, Object> thresholds,
        String observation,
        List<Alert.Evidence> evidence,
        double confidence,
        long weight,
        boolean resolved,
        String remediation,
        Observation traffic) {

    public Finding {
        // what is empty is absent in JSON
        cause = cause == null ? "" : cause;
        values = values == null ? Map.of() : values;
        thresholds = thresholds == null ? Map.of() : thresholds;
        evidence = evidence == null ? List.of() : evidence;
    }

    /** This finding after the policy's word, without the traffic. */
    public Finding judged(Severity weighed, Alert.Entity named) {
        return FindingBuilder.from(this)
                .about(subject, named)
                .severity(weighed)
                .traffic(null)
                .build();
    }

    /** What an alert is about: {@code rule|entity|cause}. */
    public String key() {
        return rule + '|' + subject + '|' + cause;
    }
}
