package io.plainsight.alerting.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.Alerts;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import io.prometheus.client.CollectorRegistry;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlertStoreTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final AlertingMetrics metrics = new AlertingMetrics(registry);

    @Test
    void shouldHoldTheLatestStateOfEachAlert() {
        AlertStore store = new AlertStore(10, metrics);
        store.put(Alerts.alert("a").count(1).build());
        store.put(Alerts.alert("a").count(2).resolved().build());

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.find("a").orElseThrow().detail().count()).isEqualTo(2);
        assertThat(gauge("high", "open")).isZero();
        assertThat(gauge("high", "resolved")).isEqualTo(1);
    }

    @Test
    void shouldListNewestEvidenceFirst() {
        AlertStore store = new AlertStore(10, metrics);
        store.put(Alerts.alert("old").end(Alerts.NOON.minusSeconds(60)).build());
        store.put(Alerts.alert("new").build());
        store.put(Alerts.alert("older").end(Alerts.NOON.minusSeconds(99)).build());

        assertThat(ids(store.alerts())).containsExactly("new", "old", "older");
    }

    @Test
    void shouldDropTheOldestResolvedAlertWhenFull() {
        AlertStore store = new AlertStore(3, metrics);
        store.put(Alerts.alert("open-oldest").end(Alerts.NOON.minusSeconds(90)).build());
        store.put(Alerts.alert("resolved-old")
                .end(Alerts.NOON.minusSeconds(60))
                .resolved()
                .build());
        store.put(Alerts.alert("resolved-new")
                .end(Alerts.NOON.minusSeconds(30))
                .resolved()
                .build());

        store.put(Alerts.alert("new").build());

        assertThat(ids(store.alerts())).containsExactly("new", "resolved-new", "open-oldest");
        assertThat(registry.getSampleValue(
                        "plainsight_alerting_evicted_total", new String[] {"status"}, new String[] {"resolved"}))
                .isEqualTo(1);
    }

    @Test
    void shouldDropTheOldestOpenAlertWhenNoneIsResolved() {
        AlertStore store = new AlertStore(1, metrics);
        store.put(Alerts.alert("old").end(Alerts.NOON.minusSeconds(60)).build());
        store.put(Alerts.alert("new").build());

        assertThat(ids(store.alerts())).containsExactly("new");
    }

    @Test
    void shouldFilterCountAndPage() {
        AlertStore store = new AlertStore(100, metrics);
        for (int i = 0; i < 5; i++) {
            store.put(Alerts.alert("high" + i).end(Alerts.NOON.minusSeconds(i)).build());
        }
        store.put(Alerts.alert("plain")
                .rule("plaintext", "Plaintext")
                .severity(Alert.Severity.CRITICAL)
                .entity("192.0.2.7:23")
                .reason("Telnet in clear")
                .build());

        AlertPage page = store.query(
                new AlertQuery(Set.of(Alert.Severity.HIGH), Set.of(), Set.of(Alert.Status.OPEN), "", "", 3, 10));
        assertThat(page.total()).isEqualTo(5);
        assertThat(ids(page.alerts())).containsExactly("high3", "high4");
        assertThat(page.bySeverity()).containsEntry(Alert.Severity.CRITICAL, 1).containsEntry(Alert.Severity.HIGH, 5);
        assertThat(page.rules()).containsEntry("plaintext", 1).containsEntry("tls-below-minimum", 5);

        AlertPage words = store.query(new AlertQuery(Set.of(), Set.of(), Set.of(), "TELNET 192.0.2", "", 0, 10));
        assertThat(ids(words.alerts())).containsExactly("plain");
        AlertPage entity = store.query(new AlertQuery(Set.of(), Set.of(), Set.of(), "", "192.0.2.7:23", 0, 10));
        assertThat(ids(entity.alerts())).containsExactly("plain");
    }

    private double gauge(String severity, String status) {
        return registry.getSampleValue(
                "plainsight_alerting_alerts", new String[] {"severity", "status"}, new String[] {severity, status});
    }

    private static List<String> ids(List<Alert> alerts) {
        return alerts.stream().map(alert -> alert.detail().id()).toList();
    }
}
