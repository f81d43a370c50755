package io.plainsight.stream.backtest;

import io.plainsight.events.Alert;
import java.util.LinkedHashMap;
import java.util.Map;

/** The alerts of one policy, by id. <i>Bounds:</i> {@link #CAPACITY}; what comes after it is counted. Single-threaded. */
final class AlertLedger {
    /** About 100 MB on both sides together; nobody reads a tenth of it. */
    static final int CAPACITY = 100_000;

    private final int capacity;
    private final Map<String, AlertSummary> alerts = new LinkedHashMap<>();
    private long dropped;

    AlertLedger(int capacity) {
        this.capacity = capacity;
    }

    void add(Alert alert) {
        String id = alert.detail().id();
        AlertSummary before = alerts.get(id);
        if (before == null && alerts.size() >= capacity) {
            dropped++;
        } else {
            alerts.put(id, AlertSummary.of(alert, before));
        }
    }

    AlertSummary get(String id) {
        return alerts.get(id);
    }

    Iterable<AlertSummary> all() {
        return alerts.values();
    }

    /** Records of alerts for which there was no room. */
    long dropped() {
        return dropped;
    }
}
