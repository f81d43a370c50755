package io.plainsight.app.report;

import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.stream.OfflineAnalysis;
import java.io.PrintStream;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/**
 * An analysis as text for people: the alerts, most urgent first, then the figures. Colour only where it was asked for;
 * what came from the wire is made harmless.
 */
public final class TextReport {
    private static final int SEVERITY_WIDTH = 10;
    private static final int LABEL_WIDTH = 8;
    private static final int SECONDS_LENGTH = "2026-11-20T10:15:30".length();

    private final PrintStream out;
    private final boolean colour;
    private final int width;

    /** @param width of the text in columns; only a single word longer than that goes beyond it */
    public TextReport(PrintStream out, boolean colour, int width) {
        this.out = out;
        this.colour = colour;
        this.width = width;
    }

    public void print(AnalysisReport report) {
        report.alerts().stream()
                .sorted(Comparator.comparing((Alert alert) -> alert.detail().severity()))
                .forEach(this::alert);
        out.println(paint("1", summary(report.alerts())));
        report.accepted().forEach(this::accepted);
        out.println();
        new PostureText(width).lines(report).forEach(out::println);
    }

    private void alert(Alert alert) {
        Alert.Detail detail = alert.detail();
        String severity = String.format(
                Locale.ROOT,
                "%-" + SEVERITY_WIDTH + "s",
                detail.severity().text().toUpperCase(Locale.ROOT));
        List<String> heading = new Wrapped(width, SEVERITY_WIDTH)
                .words(Printable.of(alert.rule().id() + "  " + detail.entity().value()))
                .lines();
        out.println(paint(code(detail.severity()), severity.stripTrailing())
                + " ".repeat(SEVERITY_WIDTH - severity.stripTrailing().length())
                + paint("1", heading.get(0).strip()));
        heading.stream().skip(1).forEach(line -> out.println(paint("1", line)));
        labelled("why", labelledLines().words(Printable.of(alert.event().reason())));
        labelled("when", labelledLines().words(when(alert)));
        List<String> files = files(detail.evidence());
        if (!files.isEmpty()) {
            labelled("where", labelledLines().items(files));
        }
        labelled("clause", labelledLines().items(alert.rule().reference()));
        labelled("remedy", labelledLines().words(Printable.of(detail.remediation())));
        out.println();
    }

    private void accepted(OfflineAnalysis.Accepted accepted) {
        String by = accepted.owner() == null ? "" : " (" + accepted.owner() + ", until " + accepted.expires() + ")";
        List<String> lines = new Wrapped(width, 2)
                .words(Printable.of("Accepted by exception " + accepted.exception() + by + ": " + accepted.findings()
                        + (accepted.findings() == 1 ? " finding of " : " findings of ") + accepted.rule() + "."))
                .lines();
        out.println(lines.get(0).strip());
        lines.stream().skip(1).forEach(out::println);
    }

    private Wrapped labelledLines() {
        return new Wrapped(width, SEVERITY_WIDTH + LABEL_WIDTH);
    }

    private void labelled(String label, Wrapped text) {
        List<String> lines = text.lines();
        out.println(" ".repeat(SEVERITY_WIDTH)
                + paint("2", String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label))
                + lines.get(0).strip());
        lines.stream().skip(1).forEach(out::println);
    }

    private static String when(Alert alert) {
        Instant start = alert.event().start();
        Instant end = alert.event().end();
        String span = end == null || seconds(end).equals(seconds(start))
                ? seconds(start)
                : seconds(start) + " to " + seconds(end);
        long count = alert.detail().count();
        return span + (count == 1 ? ", once" : ", " + count + " times");
    }

    private static String seconds(Instant time) {
        return Json.format(time).substring(0, SECONDS_LENGTH) + "Z";
    }

    private static List<String> files(List<Alert.Evidence> evidence) {
        return evidence == null
                ? List.of()
                : evidence.stream()
                        .map(Alert.Evidence::file)
                        .filter(Objects::nonNull)
                        .distinct()
                        .map(Printable::of)
                        .toList();
    }

    /** How many of each severity, in falling order. */
    private static String summary(List<Alert> alerts) {
        if (alerts.isEmpty()) {
            return "No alerts.";
        }
        StringBuilder text =
                new StringBuilder().append(alerts.size()).append(alerts.size() == 1 ? " alert" : " alerts");
        String separator = ": ";
        for (Alert.Severity severity : Alert.Severity.values()) {
            long count = alerts.stream()
                    .filter(alert -> alert.detail().severity() == severity)
                    .count();
            if (count > 0) {
                text.append(separator).append(count).append(' ').append(severity.text());
                separator = ", ";
            }
        }
        return text.append('.').toString();
    }

    private static String code(Alert.Severity severity) {
        return switch (severity) {
            case CRITICAL -> "1;37;41";
            case HIGH -> "1;31";
            case MEDIUM -> "33";
            case LOW -> "36";
            case INFO -> "2";
        };
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
