package io.plainsight.alerting.deliver;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import java.io.PrintStream;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Prints alerts for a person at a terminal, two lines each:
 *
 * <pre>
 * 2026-11-20 10:15:30Z  HIGH      tls-below-minimum  10.0.1.9:443 (db.internal)  internal
 *                       Negotiated TLS 1.0, below the minimum of TLS 1.2. 41 connections.
 * </pre>
 *
 * <p>The time is the latest evidence's. Text from the wire passes through {@link TerminalText}.
 */
public final class ConsolePrinter implements Channel {
    public static final String NAME = "printer";

    static final int MAX_ENTITY_CHARS = 200;
    static final int MAX_REASON_CHARS = 600;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss'Z'").withZone(ZoneOffset.UTC);
    private static final String INDENT = " ".repeat(22);

    private final PrintStream out;
    private final boolean colour;
    private final AlertingMetrics metrics;
    private final Clock clock;
    private final Consumer<Alert> afterwards;

    /**
     * @param colour whether ANSI colours may be used; the caller knows whether {@code out} is a terminal
     * @param clock wall clock, for the latency from packet to print
     * @param afterwards called after each printed alert
     */
    public ConsolePrinter(
            PrintStream out, boolean colour, AlertingMetrics metrics, Clock clock, Consumer<Alert> afterwards) {
        this.out = out;
        this.colour = colour;
        this.metrics = metrics;
        this.clock = clock;
        this.afterwards = afterwards;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Alert.Severity floor() {
        return Alert.Severity.LOW;
    }

    @Override
    public void deliver(Alert alert, SendReason reason, Runnable done) {
        out.print(format(alert, reason));
        out.flush();
        metrics.delivered(NAME, out.checkError() ? "failed" : "sent");
        metrics.shown(alert, clock.instant());
        done.run();
        afterwards.accept(alert);
    }

    String format(Alert alert, SendReason reason) {
        Alert.Detail detail = alert.detail();
        boolean resolved = detail.status() == Alert.Status.RESOLVED;
        String word = resolved ? "RESOLVED" : detail.severity().text().toUpperCase(Locale.ROOT);
        StringBuilder lines = new StringBuilder(256)
                .append(TIME.format(alert.event().end()))
                .append("  ")
                .append(paint(String.format("%-8s", word), resolved ? "32" : colourOf(detail.severity())))
                .append("  ")
                .append(paint(TerminalText.escape(alert.rule().id(), 64), "1"))
                .append("  ")
                .append(TerminalText.escape(detail.entity().value(), MAX_ENTITY_CHARS));
        if (detail.entity().zone() != null) {
            lines.append("  ").append(TerminalText.escape(detail.entity().zone(), 64));
        }
        lines.append(System.lineSeparator())
                .append(INDENT)
                .append(TerminalText.escape(alert.event().reason(), MAX_REASON_CHARS));
        if (detail.count() > 1) {
            lines.append(" Seen ").append(detail.count()).append(" times.");
        }
        if (reason == SendReason.SEVERITY_RAISED || reason == SendReason.REOPENED) {
            lines.append(" [").append(reason.text()).append(']');
        }
        return lines.append(System.lineSeparator()).toString();
    }

    private String paint(String text, String code) {
        return colour ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }

    private static String colourOf(Alert.Severity severity) {
        return switch (severity) {
            case CRITICAL -> "1;97;41";
            case HIGH -> "1;31";
            case MEDIUM -> "33";
            case LOW -> "36";
            case INFO -> "2";
        };
    }
}
