package io.plainsight.app.report;

import io.plainsight.events.Alert;
import io.plainsight.stream.backtest.AlertSummary;
import io.plainsight.stream.backtest.BacktestReport;
import io.plainsight.stream.backtest.Reading;
import java.io.PrintStream;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A backtest as text for people: what appears, disappears and changes, by rule first, then one by one. */
public final class BacktestText {
    private static final int INDENT = 10;
    /** Of each kind; the counts by rule tell of the others. */
    private static final int MAX_LISTED = 50;

    private final PrintStream out;
    private final int width;

    /** @param width of the text in columns */
    public BacktestText(PrintStream out, int width) {
        this.out = out;
        this.width = width;
    }

    public void print(BacktestReport report) {
        Reading.Input input = report.input();
        out.println("Policy " + title(report.after()) + " instead of " + title(report.before()));
        line(
                0,
                input.observations() + " observations"
                        + (input.first() == null ? "" : ", " + seconds(input.first()) + " to " + seconds(input.last()))
                        + (input.outside() == 0 ? "" : "; " + input.outside() + " outside of the range"));
        input.sources().forEach(source -> line(2, "from " + source));
        out.println();
        section("appear", report.appear());
        section("disappear", report.disappear());
        changes(report.changed());
        rules(report);
        out.println(report.appear().size() + " appear, " + report.disappear().size() + " disappear, "
                + report.changed().size() + " change severity, " + report.unchanged() + " stay as they are.");
        out.println();
        out.println("What this cannot know");
        report.limits().forEach(limit -> line(2, limit));
    }

    private void section(String kind, List<AlertSummary> alerts) {
        if (alerts.isEmpty()) {
            return;
        }
        out.println("Alerts that " + kind + ": " + alerts.size());
        alerts.stream().limit(MAX_LISTED).forEach(alert -> {
            heading(alert.severity().text().toUpperCase(Locale.ROOT), alert);
            detail(alert);
        });
        more(alerts.size());
    }

    private void changes(List<BacktestReport.Change> changes) {
        if (changes.isEmpty()) {
            return;
        }
        out.println("Alerts that change severity: " + changes.size());
        changes.stream().limit(MAX_LISTED).forEach(change -> {
            heading(change.after().text().toUpperCase(Locale.ROOT), change.alert());
            line(INDENT, "was " + change.before().text());
            detail(change.alert());
        });
        more(changes.size());
    }

    private void heading(String severity, AlertSummary alert) {
        List<String> lines = new Wrapped(width, INDENT)
                .words(Printable.of(alert.rule() + "  " + alert.entity().value() + "  "
                        + alert.entity().zone()))
                .lines();
        out.println(String.format(Locale.ROOT, "%-" + INDENT + "s", severity)
                + lines.get(0).strip());
        lines.stream().skip(1).forEach(out::println);
    }

    private void detail(AlertSummary alert) {
        line(INDENT, alert.reason());
        Alert.Evidence evidence = alert.evidence();
        String times = alert.count() == 1 ? "once" : alert.count() + " times";
        line(
                INDENT,
                evidence == null
                        ? times + ", " + seconds(alert.start())
                        : times + ", such as " + seconds(evidence.timestamp()) + " " + evidence.source() + " to "
                                + evidence.destination()
                                + (evidence.file() == null ? "" : " in " + evidence.file()));
    }

    private void more(int count) {
        if (count > MAX_LISTED) {
            line(0, "and " + (count - MAX_LISTED) + " more; --format json lists all");
        }
        out.println();
    }

    private void rules(BacktestReport report) {
        Map<String, long[]> counts = new TreeMap<>();
        report.appear().forEach(alert -> count(counts, alert, 0));
        report.disappear().forEach(alert -> count(counts, alert, 1));
        report.changed().forEach(change -> count(counts, change.alert(), 2));
        if (counts.isEmpty()) {
            return;
        }
        out.println(String.format(Locale.ROOT, "%-28s %9s %9s %9s", "rule", "appear", "disappear", "change"));
        counts.forEach(
                (rule, of) -> out.println(String.format(Locale.ROOT, "%-28s %9d %9d %9d", rule, of[0], of[1], of[2])));
        out.println();
    }

    private static void count(Map<String, long[]> counts, AlertSummary alert, int column) {
        counts.computeIfAbsent(alert.rule(), rule -> new long[3])[column]++;
    }

    private void line(int indent, String text) {
        new Wrapped(width, indent).words(Printable.of(text)).lines().forEach(out::println);
    }

    private static String title(Alert.Policy policy) {
        return Printable.of(policy.name() + ", version " + policy.version());
    }

    private static String seconds(Instant time) {
        return time.toString().substring(0, "2026-11-20T10:15:30".length()) + "Z";
    }
}
