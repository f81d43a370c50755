package io.plainsight.stream.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Innocent traffic of mixed stacks through every detector. {@code -Dplainsight.benign=1000000} sets the number of handshakes,
 * {@code -Dplainsight.seed} another site.
 */
class BenignTrafficTest {
    private static final Instant START = Instant.parse("2026-10-05T00:00:00Z"); // a Monday

    /** Rules that have something true to say about such traffic; docs/proving-ground.md says what. */
    private static final Set<String> EXPECTED =
            Set.of("tls-scanner", "handshake-failure-client", "tls-inspection", "sensor-health");

    @Test
    void shouldRaiseNothingButWhatIsTrue() throws PolicyException {
        long handshakes = Long.getLong("plainsight.benign", 100_000);
        AlertBook book = new AlertBook();
        int days = handshakes > 500_000 ? 20 : 8;
        Site site = new Site(Long.getLong("plainsight.seed", 20261121), 400, START);
        long[] observations = {0};
        long began = System.nanoTime();

        Traffic traffic;
        try (OfflineAnalysis analysis =
                new OfflineAnalysis(PolicyReader.parse("site.yaml", Site.POLICY), Inventory.NONE, book)) {
            traffic = new Traffic(site, handshakes / days * 4 / 3, observation -> {
                observations[0]++;
                analysis.accept(observation);
            });
            new Customs(site, traffic).plan(days);
            traffic.play(START.plusSeconds(days * 2L * 86_400), handshakes);
            analysis.finish();
        }

        Report.print(
                "benign",
                traffic.handshakes + " handshakes until " + traffic.now(),
                observations[0],
                System.nanoTime() - began);
        book.counts().forEach((label, count) -> Report.line(String.format("%6d  %s", count, label)));
        assertThat(traffic.handshakes).isGreaterThanOrEqualTo(handshakes);
        List<String> unexpected = book.entries().stream()
                .map(AlertBook.Entry::worst)
                .filter(alert -> alert.detail().severity() != Severity.INFO)
                .filter(alert -> !EXPECTED.contains(alert.rule().id()))
                .map(alert -> AlertBook.label(alert) + ": " + alert.event().reason())
                .toList();
        assertThat(unexpected).isEmpty();
    }
}
