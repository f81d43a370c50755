package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class SightingsTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void shouldCountWithinOneSpan() {
        Sightings sightings =
                Sightings.NONE.with("a", NOW).with("a", NOW.plusSeconds(5)).with("b", NOW);

        assertThat(sightings.count("a", NOW.plusSeconds(6))).isEqualTo(2);
        assertThat(sightings.count("b", NOW.plusSeconds(6))).isEqualTo(1);
    }

    @Test
    void shouldNotKnowWhatComesLater() {
        assertThat(Sightings.NONE.with("a", NOW).count("a", NOW)).isZero();
        assertThat(Sightings.NONE.with("a", NOW).count("a", NOW.minusSeconds(1)))
                .isZero();
    }

    @Test
    void shouldKeepYearsApart() {
        Instant old = NOW.minus(Duration.ofDays(4000));
        Sightings sightings = Sightings.NONE.with("a", NOW).with("a", old).with("a", old.plusSeconds(1));

        assertThat(sightings.count("a", NOW.plusSeconds(1))).isEqualTo(1);
        assertThat(sightings.count("a", old.plusSeconds(2))).isEqualTo(2);
        assertThat(sightings.count("a", old.plus(Duration.ofDays(40)))).isZero();
    }

    @Test
    void shouldStayWithinItsCap() {
        Sightings sightings = Sightings.NONE.with("kept", NOW).with("kept", NOW);
        for (int i = 0; i < 1000; i++) {
            sightings = sightings.with("fact-" + i, NOW);
        }

        assertThat(sightings.spans()).hasSize(Sightings.MAX_SPANS);
        assertThat(sightings.count("kept", NOW.plusSeconds(1))).isEqualTo(2);
    }

    @Test
    void shouldCountToTheNanosecondFor30Days() {
        Instant first = Instant.parse("2026-11-20T10:00:00.5Z");
        Instant last = first.plusSeconds(60);
        Sightings seen = Sightings.NONE.with("fact", first).with("fact", last);

        assertThat(seen.before("fact", last.plus(Sightings.MEMORY))).isNotNull();
        assertThat(seen.before("fact", last.plus(Sightings.MEMORY).plusNanos(1)))
                .isNull();
        assertThat(seen.with("fact", first.minus(Sightings.MEMORY)).spans()).hasSize(1);
        assertThat(seen.with("fact", first.minus(Sightings.MEMORY).minusNanos(1))
                        .spans())
                .hasSize(2);
        assertThat(seen.before("fact", first)).isNull();
        assertThat(seen.before("fact", first.plusNanos(1))).isNotNull();
    }
}
