package io.plainsight.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.Alerts;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsolePrinterTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final CollectorRegistry registry = new CollectorRegistry();
    private final List<Alert> printed = new ArrayList<>();

    @Test
    void shouldPrintWhatAPersonNeedsOnTwoLines() {
        print(false, Alerts.alert().count(41).build(), SendReason.FIRST);

        assertThat(text().lines())
                .containsExactly(
                        "2026-11-20 12:00:00Z  HIGH      tls-below-minimum  10.0.1.9:443 (db.internal)  internal",
                        "                      Negotiated TLS 1.0, below the minimum of TLS 1.2. Seen 41 times.");
        assertThat(printed).hasSize(1);
    }

    @Test
    void shouldPrintTheEndOfAnAlertAndARaise() {
        print(false, Alerts.alert().resolved().build(), SendReason.RESOLVED);
        print(false, Alerts.alert().build(), SendReason.SEVERITY_RAISED);

        assertThat(text()).contains("  RESOLVED  tls-below-minimum").contains("[severity raised]");
    }

    @Test
    void shouldUseColourOnlyWhenTold() {
        print(false, Alerts.alert().build(), SendReason.FIRST);
        assertThat(text()).doesNotContain("\u001b");
        print(true, Alerts.alert().build(), SendReason.FIRST);
        assertThat(text()).contains("\u001b[1;31mHIGH    \u001b[0m");
    }

    @Test
    void shouldNotLetTheWireControlTheTerminal() {
        String attack = "\u001b]0;owned\u0007\u001b[2J\r\nFAKE LINE\u009b31m\u202Etxt\u2028\uD800\u200b";
        print(
                false,
                Alerts.alert()
                        .rule(attack, attack)
                        .entity(attack)
                        .zone(attack)
                        .reason(attack + "x".repeat(10_000))
                        .build(),
                SendReason.FIRST);

        String text = text();
        assertThat(text.lines()).hasSize(2);
        assertThat(text.replace(System.lineSeparator(), "").codePoints())
                .noneMatch(codePoint -> Character.isISOControl(codePoint)
                        || Character.getType(codePoint) == Character.FORMAT
                        || codePoint == 0x2028);
        assertThat(text).contains("\\u001b[2J\\u000d\\u000aFAKE LINE\\u009b31m\\u202etxt\\u2028\\ud800\\u200b");
        assertThat(text.length()).isLessThan(2_000);
    }

    @Test
    void shouldMeasureTheTimeFromPacketToPrintButNotForOldCaptures() {
        print(false, Alerts.alert().end(Alerts.NOON.minusSeconds(2)).build(), SendReason.FIRST);
        print(
                false,
                Alerts.alert().end(Alerts.NOON.minusSeconds(86_400 * 4000L)).build(),
                SendReason.FIRST);

        assertThat(registry.getSampleValue("plainsight_alerting_packet_to_alert_seconds_count"))
                .isEqualTo(1);
        assertThat(registry.getSampleValue("plainsight_alerting_packet_to_alert_seconds_sum"))
                .isEqualTo(2);
    }

    private AlertingMetrics metrics;

    private void print(boolean colour, Alert alert, SendReason reason) {
        metrics = metrics == null ? new AlertingMetrics(registry) : metrics;
        boolean[] done = new boolean[1];
        new ConsolePrinter(
                        new PrintStream(bytes, true, StandardCharsets.UTF_8),
                        colour,
                        metrics,
                        Clock.fixed(Alerts.NOON, ZoneOffset.UTC),
                        printed::add)
                .deliver(alert, reason, () -> done[0] = true);
        assertThat(done[0]).isTrue();
    }

    private String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
