package io.plainsight.stream.site;

import io.plainsight.events.Alert;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One fault with what is known of it.
 *
 * @param key an address or endpoint that an alert about it names
 * @param rules those that count as having found it
 */
record Planted(String kind, String key, Instant from, Instant until, Set<String> rules) {
    private static final Duration AFTERMATH = Duration.ofDays(1);

    boolean isFoundBy(Alert first) {
        return rules.contains(first.rule().id()) && explains(first);
    }

    /** Whether the alert would not be there without this fault. */
    boolean explains(Alert first) {
        boolean during = !first.timestamp().isBefore(from) && first.timestamp().isBefore(until.plus(AFTERMATH));
        return during && names(first);
    }

    private boolean names(Alert alert) {
        String entity = alert.detail().entity().value() + ' ';
        return entity.contains(key + ' ')
                || alert.event().reason().contains(key)
                || alert.detail().evidence().stream()
                        .anyMatch(evidence -> (evidence.source() + ' ' + evidence.destination() + ' ').contains(key));
    }
}
