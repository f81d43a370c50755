package io.plainsight.alerting.store;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * The latest state of each alert.
 *
 * <p><b>Threading:</b> any thread; writes and queries exclude each other. Listeners run on the writing thread, after
 * the change is visible, and must not block.
 *
 * <p><b>Bounds:</b> at most {@code capacity} alerts. Beyond that the resolved alert with the oldest evidence goes, and
 * only when none is resolved the open one with the oldest evidence; each is counted. They remain on the topic.
 */
public final class AlertStore {
    private static final Comparator<Alert> NEWEST_FIRST = Comparator.comparing(
                    (Alert alert) -> alert.event().end())
            .reversed()
            .thenComparing(alert -> alert.detail().id());

    private final int capacity;
    private final AlertingMetrics metrics;
    private final Map<String, Alert> byId = new HashMap<>();
    private final TreeSet<Alert> newestFirst = new TreeSet<>(NEWEST_FIRST);
    private final TreeSet<Alert> resolved = new TreeSet<>(NEWEST_FIRST);
    private final Map<String, Integer> rules = new TreeMap<>();
    private final int[][] counts = new int[Alert.Severity.values().length][Alert.Status.values().length];
    private final List<Consumer<Alert>> listeners = new CopyOnWriteArrayList<>();
    private long version;

    /** @param capacity most alerts to hold, at least 1 */
    public AlertStore(int capacity, AlertingMetrics metrics) {
        if (capacity < 1) {
            throw new IllegalArgumentException("alert store capacity must be at least 1: capacity=" + capacity);
        }
        this.capacity = capacity;
        this.metrics = metrics;
    }

    /** Takes the new state of an alert. */
    public void put(Alert alert) {
        synchronized (this) {
            Alert previous = byId.put(alert.detail().id(), alert);
            if (previous != null) {
                unlink(previous);
            }
            link(alert);
            version++;
            while (byId.size() > capacity) {
                Alert victim = resolved.isEmpty() ? newestFirst.last() : resolved.last();
                byId.remove(victim.detail().id());
                unlink(victim);
                metrics.evicted(victim.detail().status());
            }
        }
        for (Consumer<Alert> listener : listeners) {
            listener.accept(alert);
        }
    }

    /** Forgets an alert whose record was deleted from the topic. */
    public synchronized void remove(String id) {
        Alert previous = byId.remove(id);
        if (previous != null) {
            unlink(previous);
            version++;
        }
    }

    /** The alert with this id, if held. */
    public synchronized Optional<Alert> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** Alerts held. */
    public synchronized int size() {
        return byId.size();
    }

    /** Every alert held, newest evidence first; a copy. */
    public synchronized List<Alert> alerts() {
        return List.copyOf(newestFirst);
    }

    /** Selects, counts and pages in one consistent look. */
    public synchronized AlertPage query(AlertQuery query) {
        Map<Alert.Severity, Integer> bySeverity = new EnumMap<>(Alert.Severity.class);
        for (Alert.Severity severity : Alert.Severity.values()) {
            bySeverity.put(severity, 0);
        }
        List<Alert> page = new ArrayList<>();
        int total = 0;
        for (Alert alert : newestFirst) {
            if (query.matchesRest(alert)) {
                bySeverity.merge(alert.detail().severity(), 1, Integer::sum);
                if (query.matchesSeverity(alert)) {
                    if (total >= query.offset() && page.size() < query.limit()) {
                        page.add(alert);
                    }
                    total++;
                }
            }
        }
        return new AlertPage(version, total, bySeverity, new TreeMap<>(rules), List.copyOf(page));
    }

    /** The newest evidence held, if any. */
    public synchronized Optional<Instant> latestEvidence() {
        return newestFirst.isEmpty()
                ? Optional.empty()
                : Optional.of(newestFirst.first().event().end());
    }

    /** Calls {@code listener} after each {@link #put}. */
    public void addListener(Consumer<Alert> listener) {
        listeners.add(listener);
    }

    private void link(Alert alert) {
        newestFirst.add(alert);
        if (alert.detail().status() == Alert.Status.RESOLVED) {
            resolved.add(alert);
        }
        rules.merge(alert.rule().id(), 1, Integer::sum);
        count(alert, 1);
    }

    private void unlink(Alert alert) {
        newestFirst.remove(alert);
        resolved.remove(alert);
        rules.computeIfPresent(alert.rule().id(), (rule, count) -> count == 1 ? null : count - 1);
        count(alert, -1);
    }

    private void count(Alert alert, int change) {
        Alert.Severity severity = alert.detail().severity();
        Alert.Status status = alert.detail().status();
        counts[severity.ordinal()][status.ordinal()] += change;
        metrics.held(severity, status, counts[severity.ordinal()][status.ordinal()]);
    }
}
