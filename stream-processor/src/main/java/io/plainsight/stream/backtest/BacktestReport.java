package io.plainsight.stream.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plainsight.events.Alert;
import java.util.List;

/**
 * What a changed policy would have made of retained observations.
 *
 * @param before the policy that it is compared with
 * @param after the changed policy
 * @param appear alerts of the changed policy alone, most urgent first
 * @param disappear alerts of the other alone, most urgent first
 * @param changed alerts of both with different severity
 * @param unchanged how many alerts are the same under both
 * @param limits what the comparison cannot know, a sentence each
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record BacktestReport(
        Alert.Policy before,
        Alert.Policy after,
        Reading.Input input,
        List<AlertSummary> appear,
        List<AlertSummary> disappear,
        List<Change> changed,
        long unchanged,
        List<String> limits) {

    /** An alert of both policies; {@code alert} as the changed policy raises it. */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Change(Alert.Severity before, Alert.Severity after, AlertSummary alert) {}

    /** Whether the changed policy raises something of this severity or above that was not, or not so urgently, there before. */
    public boolean raisesNew(Alert.Severity severity) {
        return appear.stream().anyMatch(alert -> alert.severity().atLeast(severity))
                || changed.stream()
                        .anyMatch(change -> change.after().atLeast(severity)
                                && !change.before().atLeast(severity));
    }
}
