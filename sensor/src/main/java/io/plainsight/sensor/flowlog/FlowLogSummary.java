package io.plainsight.sensor.flowlog;

/**
 * What reading came to.
 *
 * @param flows {@code flow_logged} observations delivered
 * @param gaps {@code flow_log_gap} observations delivered
 * @param malformed rows left out
 */
public record FlowLogSummary(long flows, long gaps, long malformed) {
    static final FlowLogSummary NONE = new FlowLogSummary(0, 0, 0);

    FlowLogSummary plus(FlowLogSummary other) {
        return new FlowLogSummary(flows + other.flows, gaps + other.gaps, malformed + other.malformed);
    }
}
