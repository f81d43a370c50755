package io.plainsight.alerting.store;

import io.plainsight.events.Alert;
import java.util.Locale;
import java.util.Set;

/**
 * Which alerts are wanted; an empty set or string does not restrict.
 *
 * @param text words that must all occur, ignoring case, in rule, entity, reason or evidence
 * @param entity exact value of the entity
 * @param offset alerts to leave out at the beginning, newest first
 * @param limit most alerts to return, at least 1
 */
public record AlertQuery(
        Set<Alert.Severity> severities,
        Set<String> rules,
        Set<Alert.Status> statuses,
        String text,
        String entity,
        int offset,
        int limit) {
    /** Everything, one page of it. */
    public static AlertQuery all(int limit) {
        return new AlertQuery(Set.of(), Set.of(), Set.of(), "", "", 0, limit);
    }

    boolean matchesSeverity(Alert alert) {
        return severities.isEmpty() || severities.contains(alert.detail().severity());
    }

    /** Whether {@code alert} is wanted as far as all but its severity says. */
    boolean matchesRest(Alert alert) {
        return (rules.isEmpty() || rules.contains(alert.rule().id()))
                && (statuses.isEmpty() || statuses.contains(alert.detail().status()))
                && (entity.isEmpty() || entity.equals(alert.detail().entity().value()))
                && matchesText(alert);
    }

    private boolean matchesText(Alert alert) {
        if (text.isBlank()) {
            return true;
        }
        String haystack = haystack(alert);
        for (String word : text.toLowerCase(Locale.ROOT).strip().split("\\s+")) {
            if (!haystack.contains(word)) {
                return false;
            }
        }
        return true;
    }

    private static String haystack(Alert alert) {
        StringBuilder all = new StringBuilder(256)
                .append(alert.rule().id())
                .append('\n')
                .append(alert.rule().name())
                .append('\n')
                .append(alert.detail().entity().value())
                .append('\n')
                .append(alert.event().reason())
                .append('\n')
                .append(alert.detail().id());
        for (Alert.Evidence evidence : alert.detail().evidence()) {
            all.append('\n').append(evidence.source()).append('\n').append(evidence.destination());
        }
        return all.toString().toLowerCase(Locale.ROOT);
    }
}
