package io.plainsight.stream.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plainsight.events.Alert;
import java.time.Instant;
import java.util.List;

/**
 * What a comparison keeps of an alert.
 *
 * @param severity the highest that it reached
 * @param count pieces of evidence in its last record
 * @param evidence one of the connections behind it; null when it names none
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AlertSummary(
        String id,
        String rule,
        Alert.Severity severity,
        Alert.Entity entity,
        long count,
        Instant start,
        Instant end,
        String reason,
        Alert.Evidence evidence) {

    /** The alert's later record, and whatever was more urgent before. */
    static AlertSummary of(Alert alert, AlertSummary before) {
        Alert.Detail detail = alert.detail();
        boolean calmer = before != null && before.severity().compareTo(detail.severity()) < 0;
        List<Alert.Evidence> evidence = detail.evidence();
        Alert.Evidence shown = before != null && before.evidence() != null
                ? before.evidence()
                : evidence == null || evidence.isEmpty() ? null : evidence.get(0);
        return new AlertSummary(
                detail.id(),
                alert.rule().id(),
                calmer ? before.severity() : detail.severity(),
                detail.entity(),
                detail.count(),
                alert.event().start(),
                alert.event().end(),
                calmer ? before.reason() : alert.event().reason(),
                shown);
    }
}
