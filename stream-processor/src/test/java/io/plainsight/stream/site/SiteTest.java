package io.plainsight.stream.site;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/**
 * Days of a site with planted faults. {@code -Dplainsight.site.hosts=1000 -Dplainsight.site.days=30} is the month that
 * {@code bench/site} plays, {@code -Dplainsight.site.connections} how many a working day has.
 */
class SiteTest {
    private static final Instant START = Instant.parse("2026-10-05T00:00:00Z"); // a Monday
    private static final double BEYOND_A_DAY = 5;

    @Test
    void shouldFindAllThatIsPlantedAndLittleElse() throws PolicyException {
        int hosts = Integer.getInteger("plainsight.site.hosts", 200);
        int days = Integer.getInteger("plainsight.site.days", 8);
        int connections = Integer.getInteger("plainsight.site.connections", 10_000);
        AlertBook book = new AlertBook();
        Site site = new Site(Long.getLong("plainsight.seed", 20261121), hosts, START);
        long[] observations = {0};
        long began = System.nanoTime();

        Traffic traffic;
        Plantings plantings;
        try (OfflineAnalysis analysis =
                new OfflineAnalysis(PolicyReader.parse("site.yaml", Site.POLICY), Inventory.NONE, book)) {
            traffic = new Traffic(site, connections, observation -> {
                observations[0]++;
                analysis.accept(observation);
            });
            plantings = new Plantings(site, traffic, days);
            plantings.plant();
            new Customs(site, traffic).plan(days);
            traffic.play(START.plus(Duration.ofDays(days)), Long.MAX_VALUE);
            analysis.finish();
        }

        Report.print(
                "site",
                hosts + " hosts, " + days + " days, " + traffic.handshakes + " handshakes",
                observations[0],
                System.nanoTime() - began);
        Score score = new Score(plantings.truth(), book.entries());
        score.print(days);
        book.counts().forEach((label, count) -> Report.line(String.format("%6d  %s", count, label)));
        assertThat(plantings.truth()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(plantings.truth().stream().map(Planted::kind).distinct()).hasSizeGreaterThanOrEqualTo(12);
        assertThat(score.missed).isEmpty();
        assertThat(score.perDay(days)).isLessThanOrEqualTo(BEYOND_A_DAY);
    }
}
