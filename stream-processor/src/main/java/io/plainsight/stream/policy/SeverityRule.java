package io.plainsight.stream.policy;

import io.plainsight.events.Alert.Severity;
import java.util.List;

/**
 * Makes findings more or less urgent than their rule has them. An empty list holds for everything.
 *
 * <p>What is {@code info} stays so: it marks evidence that only suggests something, which no policy makes any surer.
 *
 * @param rules ids of rules
 * @param zones names of zones
 * @param raise steps up, or down where negative
 * @param set the severity in place of the rule's own; null when {@code raise} counts
 */
public record SeverityRule(List<String> rules, List<String> zones, int raise, Severity set) {
    public SeverityRule {
        rules = List.copyOf(rules);
        zones = List.copyOf(zones);
    }

    /** The severity of a finding of the rule about something in the zone. */
    public Severity apply(String rule, String zone, Severity severity) {
        boolean meant = (rules.isEmpty() || rules.contains(rule)) && (zones.isEmpty() || zones.contains(zone));
        if (!meant || severity == Severity.INFO) {
            return severity;
        }
        return set != null ? set : raised(severity, raise);
    }

    /** So many steps up, or down where negative, but {@code info} stays {@code info}. */
    public static Severity raised(Severity severity, int steps) {
        if (severity == Severity.INFO) {
            return severity;
        }
        int wanted = severity.ordinal() - steps;
        return Severity.values()[Math.max(0, Math.min(Severity.INFO.ordinal(), wanted))];
    }
}
