package io.plainsight.stream.detection;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
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
        long weight) {

    /** What an alert is about: {@code rule|entity|cause}. */
    public String key() {
        return rule + '|' + subject + '|' + cause;
    }
}
