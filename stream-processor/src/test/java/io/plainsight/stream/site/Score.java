package io.plainsight.stream.site;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How well alerts fit the truth. Actionable is an alert whose severity is low or more. */
final class Score {
    private final Map<String, List<Duration>> found = new TreeMap<>();
    private final Map<String, Integer> planted = new TreeMap<>();
    final List<Planted> missed = new ArrayList<>();
    /** Actionable, and no planted fault explains them. */
    final List<Alert> beyond = new ArrayList<>();

    private int actionable;

    Score(List<Planted> truth, List<AlertBook.Entry> alerts) {
        for (Planted fault : truth) {
            planted.merge(fault.kind(), 1, Integer::sum);
            alerts.stream()
                    .filter(entry -> isActionable(entry.worst()) && fault.isFoundBy(entry.first()))
                    .findFirst()
                    .ifPresentOrElse(
                            entry -> found.computeIfAbsent(fault.kind(), kind -> new ArrayList<>())
                                    .add(Duration.between(
                                            fault.from(), entry.first().timestamp())),
                            () -> missed.add(fault));
        }
        for (AlertBook.Entry entry : alerts) {
            if (isActionable(entry.worst())) {
                actionable++;
                if (truth.stream().noneMatch(fault -> fault.explains(entry.first()))) {
                    beyond.add(entry.worst());
                }
            }
        }
    }

    private static boolean isActionable(Alert alert) {
        return alert.detail().severity() != Severity.INFO;
    }

    void print(int days) {
        Report.line(String.format("%-36s %7s %6s %12s %12s", "kind", "planted", "found", "median", "p95"));
        planted.forEach((kind, count) -> {
            List<Duration> times =
                    found.getOrDefault(kind, List.of()).stream().sorted().toList();
            Report.line(String.format(
                    "%-36s %7d %6d %12s %12s", kind, count, times.size(), at(times, 0.5), at(times, 0.95)));
        });
        int total = planted.values().stream().mapToInt(Integer::intValue).sum();
        List<Duration> all =
                found.values().stream().flatMap(List::stream).sorted().toList();
        Report.line(String.format("%-36s %7d %6d %12s %12s", "all", total, all.size(), at(all, 0.5), at(all, 0.95)));
        Report.line(String.format(
                "recall %.3f, precision %.3f (%d actionable alerts), beyond the planted %.2f a day",
                (double) all.size() / total,
                actionable == 0 ? 1 : 1 - (double) beyond.size() / actionable,
                actionable,
                perDay(days)));
        missed.forEach(fault -> Report.line("missed: " + fault));
        beyond.forEach(alert -> Report.line("beyond: " + alert.timestamp() + ' ' + AlertBook.label(alert) + ": "
                + alert.event().reason()));
    }

    double perDay(int days) {
        return (double) beyond.size() / days;
    }

    private static String at(List<Duration> sorted, double share) {
        if (sorted.isEmpty()) {
            return "-";
        }
        long seconds = sorted.get((int) Math.min(sorted.size() - 1, Math.floor(share * sorted.size())))
                .toSeconds();
        return String.format("%d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60);
    }
}
