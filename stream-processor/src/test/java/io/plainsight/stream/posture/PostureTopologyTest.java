package io.plainsight.stream.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Posture;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostureTopologyTest {
    private static final String SERVICE = "/zone/internal/service/10.0.1.9:443";

    @TempDir
    Path state;

    @Test
    void shouldWriteHourDayAndTotalForEverythingForTheZoneAndForTheService() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a"));

            assertThat(live.posture())
                    .containsOnlyKeys(
                            "total",
                            "total/zone/internal",
                            "total" + SERVICE,
                            "2026-11-20",
                            "2026-11-20/zone/internal",
                            "2026-11-20" + SERVICE,
                            "2026-11-20T10",
                            "2026-11-20T10/zone/internal",
                            "2026-11-20T10" + SERVICE)
                    .allSatisfy((key, figures) ->
                            assertThat(figures.connections()).containsExactlyEntriesOf(Map.of("protected", 1L)));
        }
    }

    @Test
    void shouldAddUpHoursToTheirDay() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a")).pipe(ended("b").after(Duration.ofHours(1)));

            Map<String, Posture> figures = live.posture();

            assertThat(figures.get("2026-11-20T10").connections()).containsEntry("protected", 1L);
            assertThat(figures.get("2026-11-20T11").connections()).containsEntry("protected", 1L);
            assertThat(figures.get("2026-11-20").connections()).containsEntry("protected", 2L);
        }
    }

    @Test
    void shouldNameServiceAndPolicy() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a").serverName("db.internal"));

            Map<String, Posture> figures = live.posture();

            assertThat(figures.get("total" + SERVICE))
                    .returns("total", Posture::period)
                    .returns("internal", Posture::zone)
                    .returns("10.0.1.9:443", Posture::service)
                    .returns(List.of("db.internal"), Posture::names)
                    .returns(Map.of("default 1 (bcp195)", 1L), Posture::policies);
            assertThat(figures.get("total").names()).isEmpty();
        }
    }

    @Test
    void shouldKeepTheFiguresOfReplaysUnderKeysOfTheirOwn() {
        try (TopologyHarness replay = new TopologyHarness(Policy.defaults(), state, Topics.REPLAY)) {
            replay.pipe(ended("a"));

            assertThat(replay.posture().keySet()).hasSize(9).allMatch(key -> key.startsWith("replay/"));
        }
    }

    @Test
    void shouldCountAConnectionOnceWhenItsFileIsPlayedAgain() {
        try (TopologyHarness replay = new TopologyHarness(Policy.defaults(), state, Topics.REPLAY)) {
            replay.pipe(ended("a")).pipe(ended("b"));
            replay.wait(Duration.ofSeconds(2));
            replay.pipe(ended("a")).pipe(ended("b")).pipe(ended("c"));

            assertThat(replay.posture().get("replay/total").connections())
                    .containsExactlyEntriesOf(Map.of("protected", 3L));
        }
    }

    @Test
    void shouldKeepNoMemoryOfLiveConnections() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a"));

            assertThat(live.driver().getAllStateStores()).doesNotContainKey(CountedConnections.STORE);
        }
    }

    @Test
    void shouldPassOnWhatWasGatheredOnceAndKeepNothingOfIt() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a"));
            live.posture();

            assertThat(live.posture()).isEmpty();
            assertThat(live.driver().getKeyValueStore(Gathering.CELLS).approximateNumEntries())
                    .isZero();
        }
    }

    @Test
    void shouldCountServicesBeyondTheBoundTogether() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            for (int port = 1; port <= ServiceRegister.MAX_PER_ZONE + 3; port++) {
                live.pipe(ended("c" + port).to("10.0.1.9", port));
            }

            Map<String, Posture> figures = live.posture();

            assertThat(figures.get("total/zone/internal/service/other").connections())
                    .containsEntry("protected", 3L);
            assertThat(figures.get("total/zone/internal").connections())
                    .containsEntry("protected", ServiceRegister.MAX_PER_ZONE + 3L);
            assertThat(live.metric(
                            "plainsight_posture_other_connections",
                            new String[] {"traffic", "zone"},
                            new String[] {"live", "internal"}))
                    .isEqualTo(3);
        }
    }

    @Test
    void shouldDeleteHoursAfterThreeDaysAndKeepTheirDay() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a"));
            live.posture();
            live.wait(Duration.ofDays(4));

            assertThat(live.posture())
                    .containsOnlyKeys("2026-11-20T10", "2026-11-20T10/zone/internal", "2026-11-20T10" + SERVICE)
                    .allSatisfy((key, figures) -> assertThat(figures).isNull());
            assertThat(live.metric(
                            "plainsight_stream_state_evictions_total",
                            new String[] {"store", "reason"},
                            new String[] {Summing.STORE, "expired"}))
                    .isEqualTo(3);
            live.pipe(ended("b"));
            assertThat(live.posture().get("2026-11-20").connections()).containsEntry("protected", 2L);
        }
    }

    @Test
    void shouldExportNumeratorAndDenominatorByZone() {
        String[] labels = {"traffic", "zone", "kpi"};
        String[] encrypted = {"live", "internal", "encrypted_connections"};
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a")).pipe(Observations.plaintext("http").action(Actions.FLOW_ENDED));
            live.posture();

            assertThat(live.metric("plainsight_posture_numerator", labels, encrypted))
                    .isEqualTo(1);
            assertThat(live.metric("plainsight_posture_denominator", labels, encrypted))
                    .isEqualTo(2);
        }
    }

    @Test
    void shouldTimeHowLongDetectionTook() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(Observations.plaintext("http"));

            Map<String, Posture> figures = live.posture();

            // the builder's connection began a second before it was observed to be plaintext
            Posture.Spread spread = figures.get("total/zone/internal").spreads().get("time_to_detect_seconds");
            assertThat(spread.count()).isEqualTo(1);
            assertThat(spread.min()).isBetween(0L, 1L);
        }
    }

    @Test
    void shouldGiveTheDaysLeftOfACertificateOncePerHourAndThoseLeftAtItsRenewal() {
        Instant later = Observations.NOW.plus(Duration.ofDays(255));
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a").tls12().certificate("CN=a", "a")); // 265 days left
            live.pipe(ended("b").tls12().certificate("CN=a", "a")); // the same hour: not again
            live.pipe(ended("c")
                    .tls12()
                    .at(later)
                    .certificate("CN=b", "a")
                    .valid(later.minus(Duration.ofDays(1)), later.plus(Duration.ofDays(90)))
                    .fingerprint("cd".repeat(32)));

            Map<String, Posture.Spread> spreads = live.posture().get("total").spreads();

            assertThat(spreads.get("certificate_lead_days"))
                    .returns(2L, Posture.Spread::count)
                    .returns(90L, Posture.Spread::min)
                    .returns(265L, Posture.Spread::max);
            assertThat(spreads.get("certificate_renewal_days"))
                    .returns(1L, Posture.Spread::count)
                    .returns(10L, Posture.Spread::min);
        }
    }

    private static Observations ended(String id) {
        return Observations.tls().id(id).action(Actions.FLOW_ENDED);
    }
}
