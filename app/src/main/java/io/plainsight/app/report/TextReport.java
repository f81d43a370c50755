package io.plainsight.app.report;

import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Posture;
import io.plainsight.events.Protection;
import java.io.PrintStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** An analysis as text for people. Colour only where it was asked for; what came from the wire is made harmless. */
public final class TextReport {
    private static final int LABEL_WIDTH = 14;
    private static final int MAX_LISTED = 6;

    private final PrintStream out;
    private final boolean colour;

    public TextReport(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    public void print(AnalysisReport report) {
        report.alerts().forEach(this::alert);
        if (report.alerts().isEmpty()) {
            out.println(paint("32", "No alerts."));
            out.println();
        }
        posture(report);
    }

    private void alert(Alert alert) {
        Alert.Detail detail = alert.detail();
        out.println(severity(detail.severity()) + "  " + paint("1", alert.rule().id()) + "  "
                + Printable.of(detail.entity().value()));
        indented(alert.event().reason());
        indented(Json.format(alert.event().start()) + count(detail.count()) + files(detail.evidence()));
        indented("Clauses: " + String.join(", ", alert.rule().reference()));
        indented("Remedy: " + detail.remediation());
        out.println();
    }

    private void posture(AnalysisReport report) {
        Posture posture = report.posture();
        AnalysisReport.Input input = report.input();
        line("Read", input.files().size() + " file(s), " + input.packets() + " packets, " + input.bytes() + " bytes");
        if (posture == null) {
            line("Connections", "none");
            return;
        }
        line("Connections", shares(posture.connections()));
        line("Bytes", shares(posture.bytes()));
        line("TLS versions", ranked(posture.tlsVersions()));
        line("Handshakes", ranked(posture.handshakes()));
        line("Cipher suites", ranked(posture.cipherSuites()));
        line("Protocols", ranked(posture.protocols()));
    }

    private void line(String label, String text) {
        out.println(paint("1", String.format(Locale.ROOT, "%-" + LABEL_WIDTH + "s", label)) + Printable.of(text));
    }

    private void indented(String text) {
        out.println(" ".repeat(10) + Printable.of(text));
    }

    /** Always all four verdicts, in their fixed order, so that two reports compare line by line. */
    private static String shares(Map<String, Long> byVerdict) {
        Map<String, Long> counts = byVerdict == null ? Map.of() : byVerdict;
        long total = counts.values().stream().mapToLong(Long::longValue).sum();
        if (total == 0) {
            return "0";
        }
        StringBuilder text = new StringBuilder().append(total);
        for (Protection protection : Protection.values()) {
            long count = counts.getOrDefault(protection.text(), 0L);
            text.append(
                    String.format(Locale.ROOT, "  %s %d (%.1f %%)", protection.text(), count, 100.0 * count / total));
        }
        return text.toString();
    }

    private static String ranked(Map<String, Long> counts) {
        if (counts == null || counts.isEmpty()) {
            return "none";
        }
        String listed = counts.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_LISTED)
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining("  "));
        return counts.size() > MAX_LISTED ? listed + "  and " + (counts.size() - MAX_LISTED) + " more" : listed;
    }

    private static String count(long count) {
        return count == 1 ? ", once" : ", " + count + " times";
    }

    private static String files(List<Alert.Evidence> evidence) {
        Set<String> files = new LinkedHashSet<>();
        if (evidence != null) {
            evidence.stream()
                    .map(Alert.Evidence::file)
                    .filter(file -> file != null)
                    .forEach(files::add);
        }
        return files.isEmpty() ? "" : ", in " + String.join(", ", files);
    }

    private String severity(Alert.Severity severity) {
        String code =
                switch (severity) {
                    case CRITICAL -> "1;37;41";
                    case HIGH -> "1;31";
                    case MEDIUM -> "33";
                    case LOW -> "36";
                    case INFO -> "2";
                };
        return paint(code, String.format(Locale.ROOT, "%-8s", severity.text().toUpperCase(Locale.ROOT)));
    }

    private String paint(String code, String text) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
