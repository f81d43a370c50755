package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Usual;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Window;
import io.plainsight.stream.detection.handshakefailure.cause.Failure;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.policy.HandshakeFloors;
import io.plainsight.stream.policy.Learning.HandshakeFailures;
import io.plainsight.stream.policy.Zones;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Words and figures of what is found about a service. Stateless. */
final class ServiceFindings {
    private static final double SPIKE_CONFIDENCE = 0.9;
    private static final double DRIFT_CONFIDENCE = 0.7;

    private ServiceFindings() {}

    /** @param more whether this adds to a spike that was found before */
    static FindingBuilder spike(
            Observation observation,
            Zones zones,
            Failure failure,
            Window window,
            Usual usual,
            HandshakeFailures limits,
            boolean more,
            List<Alert.Evidence> before) {
        return failing(HandshakeFailureSpikeRule.TEXT, observation, zones, failure, window, more, before)
                .severity(window.completed() == 0 ? Severity.HIGH : Severity.MEDIUM)
                .reason(window.failures() + " handshakes of " + window.clients() + " clients with "
                        + Services.text(observation) + " failed within 5 minutes (" + percent(window.ratio())
                        + " of all)" + because(window) + '.')
                .value("ratio", round(window.ratio()))
                .value("usual_ratio", usual.known() ? round(usual.ratio()) : null)
                .threshold("failures", limits.failures())
                .threshold("clients", limits.clients())
                .threshold("ratio", round(usual.threshold()))
                .threshold("chance", SpikeJudge.MAXIMUM_CHANCE);
    }

    static FindingBuilder outage(
            Observation observation,
            Zones zones,
            Failure failure,
            Window window,
            HandshakeFloors.Outage floors,
            boolean more,
            List<Alert.Evidence> before) {
        return failing(HandshakeOutageRule.TEXT, observation, zones, failure, window, more, before)
                .severity(Severity.HIGH)
                .reason("No handshake with " + Services.text(observation) + " has succeeded for " + OutageJudge.MINUTES
                        + " minutes; " + window.failures() + " of " + window.clients() + " clients failed"
                        + because(window) + '.')
                .threshold("failures", floors.failures())
                .threshold("clients", floors.clients())
                .threshold("minutes", OutageJudge.MINUTES);
    }

    private static FindingBuilder failing(
            RuleText rule,
            Observation observation,
            Zones zones,
            Failure failure,
            Window window,
            boolean more,
            List<Alert.Evidence> before) {
        FindingBuilder builder = FindingBuilder.of(rule, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .note(failure.text())
                .value("failures", window.failures())
                .value("clients", window.clients())
                .value("causes", causes(window.causes()))
                .confidence(SPIKE_CONFIDENCE)
                .trusting(window.certainty())
                .weight(more ? 1 : window.failures(), more ? List.of() : before);
        window.mainCause().ifPresent(main -> builder.value("main_cause", main.id())
                .value("cause_group", main.group().id())
                .remediation(main.remedy() + ' ' + rule.remediation()));
        if (window.mainCause().filter(main -> main == failure.cause()).isPresent()) {
            builder.value("rejected_by", failure.rejecter().text())
                    .value("fault_at", failure.fault().text());
        }
        return builder;
    }

    static FindingBuilder drift(Observation observation, Zones zones, Window window, double mean, Usual usual) {
        return FindingBuilder.of(HandshakeFailureDriftRule.TEXT, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .severity(Severity.LOW)
                .reason("Handshakes with " + Services.text(observation) + " fail more and more: " + percent(mean)
                        + " for half an hour, where " + percent(usual.ratio()) + " is usual" + because(window) + '.')
                .note("the share of failures has risen slowly")
                .value("mean_ratio", round(mean))
                .value("usual_ratio", round(usual.ratio()))
                .value("clients", window.clients())
                .value("causes", causes(window.causes()))
                .threshold("mean_ratio", round(Drift.limit(usual.ratio(), usual.sigma())))
                .confidence(DRIFT_CONFIDENCE)
                .trusting(window.certainty());
    }

    /** What {@code rule} found is over. */
    static FindingBuilder over(RuleText rule, Observation observation, Zones zones, Window window) {
        return FindingBuilder.of(rule, observation)
                .about(observation.key(), Services.entity(observation, zones))
                .reason("Handshakes with " + Services.text(observation) + " fail no more than is usual here: "
                        + window.completed() + " have succeeded in the last 10 minutes, " + percent(1 - window.ratio())
                        + " of all.")
                .value("completed", window.completed())
                .value("ratio", round(window.ratio()))
                .resolved(true);
    }

    private static String because(Window window) {
        return window.mainCause()
                .map(cause -> ", most because " + cause.sentence())
                .orElse("");
    }

    /** By id, most frequent first. */
    static Map<String, Integer> causes(Map<FailureCause, Integer> counts) {
        Map<String, Integer> sorted = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.<FailureCause, Integer>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .forEach(entry -> sorted.put(entry.getKey().id(), entry.getValue()));
        return sorted;
    }

    private static String percent(double ratio) {
        return Math.round(ratio * 100) + " %";
    }

    private static double round(double ratio) {
        return Math.round(ratio * 1000) / 1000.0;
    }
}
