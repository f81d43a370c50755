package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TrackTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final int HIGH = 5;
    private static final int LOW = 4;

    @Test
    void shouldChangeNothingForWhatIsWellKnown() {
        Track known = steady(Track.EXACT);
        Instant soon = NOW.plus(Duration.ofHours(Track.EXACT)).minusSeconds(3500);

        assertThat(known.with(HIGH, HIGH, soon, 1, false, false)).isSameAs(known);
        assertThat(known.with(HIGH, HIGH, soon, 1, false, true)).isNotSameAs(known);
    }

    @Test
    void shouldCountWhatIsWellKnownBySample() {
        Track track = steady(Track.EXACT);
        Instant last = NOW.plus(Duration.ofHours(Track.EXACT - 1));
        for (int i = 1; i <= 160; i++) {
            track = track.with(HIGH, HIGH, last.plusSeconds(i), 1, false, i % Track.SAMPLE == 0);
        }

        assertThat(track.sightings().count("can:" + HIGH, last.plusSeconds(200)))
                .isEqualTo(Track.EXACT + 160);
    }

    @Test
    void shouldEndTheSameInWhateverOrderTheRecordsOfAMinuteArrive() {
        record Seen(int level, Instant at, long client) {}
        Instant later = NOW.plus(Duration.ofHours(40));
        List<Seen> minute = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            minute.add(new Seen(i % 3 == 0 ? LOW : HIGH, later.plusSeconds(i), 1 + i % 4));
        }
        Random random = new Random(7);
        for (int run = 0; run < 20; run++) {
            Collections.shuffle(minute, random);
            Track track = steady(30);
            for (Seen seen : minute) {
                track = track.with(seen.level(), HIGH, seen.at(), seen.client(), true, false);
                assertThat(track.fall(LOW, HIGH, seen.at(), seen.client())).isNull();
            }

            assertThat(track.sightings().count("can:" + HIGH, later.plusSeconds(60)))
                    .isEqualTo(30 + 13);
            assertThat(track.sightings().count("below:" + LOW, later.plusSeconds(60)))
                    .isEqualTo(7);
        }
    }

    @Test
    void shouldHoldABoundedStretch() {
        Track track = steady(30);
        for (int i = 0; i < 500; i++) {
            track = track.with(LOW, HIGH, NOW.plus(Duration.ofHours(30)).plusSeconds(i), i + 1, false, false);
        }

        assertThat(track.lows()).hasSize(Track.MAX_LOWS);
    }

    private static Track steady(int hours) {
        Track track = Track.NONE;
        for (int i = 0; i < hours; i++) {
            track = track.with(HIGH, HIGH, NOW.plus(Duration.ofHours(i)), 1 + i % 4, false, false);
        }
        return track;
    }
}
