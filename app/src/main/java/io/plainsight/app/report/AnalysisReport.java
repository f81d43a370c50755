package io.plainsight.app.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import io.plainsight.stream.OfflineAnalysis;
import java.util.List;

/**
 * What {@code plainsight analyze} found.
 *
 * @param alerts in the order of their start
 * @param accepted what raised no alert because the policy accepts it; absent in JSON when there is nothing
 * @param posture null when no connection was seen
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record AnalysisReport(
        Input input,
        List<Alert> alerts,
        @JsonInclude(JsonInclude.Include.NON_EMPTY) List<OfflineAnalysis.Accepted> accepted,
        Posture posture) {
    /**
     * What was read.
     *
     * @param files relative to the paths given
     * @param bytes bytes on the wire
     * @param problems files that could not be read whole, each with place and remedy
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Input(List<String> files, long packets, long bytes, long connections, List<String> problems) {}

    /** Whether any alert is as urgent as {@code severity} or more. */
    public boolean anyAtLeast(Alert.Severity severity) {
        return alerts.stream().anyMatch(alert -> alert.detail().severity().atLeast(severity));
    }
}
