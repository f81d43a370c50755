package io.plainsight.stream.site;

import io.plainsight.events.Alert;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The alerts of a run: of each what it was at its worst, when it was first told, and its last state. One that comes back after
 * it was resolved counts anew, since somebody has to look at it anew.
 */
final class AlertBook implements Consumer<Alert> {
    /**
     * @param first as it was when told first
     * @param worst as it was when most severe
     */
    record Entry(Alert first, Alert worst, Alert last) {}

    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Integer> returns = new HashMap<>();

    @Override
    public void accept(Alert alert) {
        String id = alert.detail().id();
        Entry before = entries.get(id + '#' + returns.getOrDefault(id, 0));
        boolean open = alert.detail().status() == Alert.Status.OPEN;
        if (open && before != null && before.last().detail().status() == Alert.Status.RESOLVED) {
            returns.merge(id, 1, Integer::sum);
        }
        entries.merge(
                id + '#' + returns.getOrDefault(id, 0),
                new Entry(alert, alert, alert),
                (known, next) -> new Entry(known.first(), worse(known.worst(), alert), alert));
    }

    private static Alert worse(Alert one, Alert other) {
        return other.detail().severity().compareTo(one.detail().severity()) < 0 ? other : one;
    }

    List<Entry> entries() {
        return entries.values().stream()
                .sorted(Comparator.comparing(entry -> entry.first().timestamp()))
                .toList();
    }

    /** Alerts by rule, row or cause, and severity. */
    Map<String, Integer> counts() {
        Map<String, Integer> counts = new TreeMap<>();
        entries.values().forEach(entry -> counts.merge(label(entry.worst()), 1, Integer::sum));
        return counts;
    }

    static String label(Alert alert) {
        Map<String, Object> values = alert.detail().values();
        Object row = values.getOrDefault("row", values.getOrDefault("cause", values.get("main_cause")));
        return alert.rule().id() + (row == null ? "" : " " + row) + " ("
                + alert.detail().severity().text() + ")";
    }
}
