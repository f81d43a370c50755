package io.plainsight.stream.backtest;

import io.plainsight.events.Alert;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Judges the same observations under two policies at once, by the same topology as live, in memory, and compares the alerts
 * by their ids. Reads once, so that its memory does not grow with the range. One use, one thread.
 */
public final class Backtest {
    private static final Comparator<AlertSummary> MOST_URGENT_FIRST = Comparator.comparing(AlertSummary::severity)
            .thenComparing(AlertSummary::rule)
            .thenComparing(AlertSummary::start)
            .thenComparing(AlertSummary::id);

    private final Policy before;
    private final Policy after;
    private final AlertLedger alertsBefore;
    private final AlertLedger alertsAfter;

    public Backtest(Policy before, Policy after) {
        this(before, after, AlertLedger.CAPACITY);
    }

    Backtest(Policy before, Policy after, int capacity) {
        this.before = before;
        this.after = after;
        alertsBefore = new AlertLedger(capacity);
        alertsAfter = new AlertLedger(capacity);
    }

    /**
     * Judges what the sources hold. Each source has detectors of its own, as live and played traffic have.
     *
     * @throws IOException when a source cannot be read to its end
     */
    public BacktestReport run(List<? extends RetainedSource> sources, Reading reading) throws IOException {
        for (RetainedSource source : sources) {
            try (OfflineAnalysis one = new OfflineAnalysis(before, Inventory.NONE, alertsBefore::add);
                    OfflineAnalysis other = new OfflineAnalysis(after, Inventory.NONE, alertsAfter::add)) {
                reading.read(source, observation -> {
                    one.accept(observation);
                    other.accept(observation);
                });
                one.finish();
                other.finish();
            }
        }
        return report(reading.input());
    }

    private BacktestReport report(Reading.Input input) {
        List<AlertSummary> appear = new ArrayList<>();
        List<AlertSummary> disappear = new ArrayList<>();
        List<BacktestReport.Change> changed = new ArrayList<>();
        long unchanged = 0;
        for (AlertSummary alert : alertsAfter.all()) {
            AlertSummary known = alertsBefore.get(alert.id());
            if (known == null) {
                appear.add(alert);
            } else if (known.severity() != alert.severity()) {
                changed.add(new BacktestReport.Change(known.severity(), alert.severity(), alert));
            } else {
                unchanged++;
            }
        }
        for (AlertSummary alert : alertsBefore.all()) {
            if (alertsAfter.get(alert.id()) == null) {
                disappear.add(alert);
            }
        }
        appear.sort(MOST_URGENT_FIRST);
        disappear.sort(MOST_URGENT_FIRST);
        changed.sort(Comparator.comparing(BacktestReport.Change::alert, MOST_URGENT_FIRST));
        return new BacktestReport(
                new Alert.Policy(before.name(), before.version()),
                new Alert.Policy(after.name(), after.version()),
                input,
                appear,
                disappear,
                changed,
                unchanged,
                limits(input));
    }

    private List<String> limits(Reading.Input input) {
        List<String> limits = new ArrayList<>();
        if (input.observations() == 0) {
            limits.add("No observation lies in the range, so nothing can be said about the policy.");
            return limits;
        }
        String first = input.first().truncatedTo(ChronoUnit.SECONDS).toString();
        boolean retainsLess = input.askedFrom() == null || input.askedFrom().isBefore(input.retainedFrom());
        limits.add(
                retainsLess
                        ? "Nothing before " + first + " is retained; what happened earlier is not judged."
                        : "Nothing before " + first + " was read.");
        limits.add("The detectors began there without memory: what they learn over time (the best that a service has"
                + " shown, baselines of failures) they knew better when they judged live, so an alert that rests on it may"
                + " be raised live and not here, or later.");
        limits.add("What the sensors lost, or never saw, is in no observation.");
        if (input.unreadable() > 0) {
            limits.add(input.unreadable() + " records could not be read and were passed over.");
        }
        if (alertsBefore.dropped() + alertsAfter.dropped() > 0) {
            limits.add("More alerts were raised than are compared: of each policy the first " + AlertLedger.CAPACITY
                    + "; the others are missing here. Choose a shorter range.");
        }
        return limits;
    }
}
