package io.plainsight.sensor.health;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LossHistoryTest {
    private static final long SECOND = 1_000_000_000L;

    private final LossHistory history = new LossHistory();

    @Test
    void shouldTellNoLossWhereThereWasNone() {
        history.mark(SECOND, 1000);

        assertThat(history.lostSince(0)).isZero();
        assertThat(history.shareSince(0, 1000)).isZero();
    }

    @Test
    void shouldTellAConnectionOnlyOfLossesAfterItsBeginning() {
        history.lost(10 * SECOND, 5);
        history.drained(10 * SECOND);
        history.lost(20 * SECOND, 7);
        history.drained(20 * SECOND);

        assertThat(history.lostSince(9 * SECOND)).isEqualTo(12);
        assertThat(history.lostSince(10 * SECOND)).isEqualTo(12);
        assertThat(history.lostSince(10 * SECOND + 1)).isEqualTo(7);
        assertThat(history.lostSince(20 * SECOND)).isEqualTo(7);
        assertThat(history.lostSince(20 * SECOND + 1)).isZero();
    }

    @Test
    void shouldTellConnectionsThatWaitedInTheFullBufferOfLossesBehindThem() {
        history.lost(10 * SECOND, 5);

        assertThat(history.lostSince(12 * SECOND)).isEqualTo(5);
        history.drained(13 * SECOND);
        assertThat(history.lostSince(12 * SECOND)).isEqualTo(5);
        assertThat(history.lostSince(13 * SECOND + 1)).isZero();
    }

    @Test
    void shouldNotWaitForABufferThatIsNeverSeenEmpty() {
        history.lost(10 * SECOND, 5);

        assertThat(history.lostSince(70 * SECOND)).isEqualTo(5);
        assertThat(history.lostSince(70 * SECOND + 1)).isZero();
    }

    @Test
    void shouldTellTheShareOfTheSecondsWithLossAndNotOfTheHoursBefore() {
        // an hour at 1000 packets a second, then a second in which every second packet is lost
        for (int second = 0; second <= 3600; second++) {
            history.mark(second * SECOND, second * 1000L);
        }
        history.lost(3600 * SECOND + SECOND / 2, 500);

        assertThat(history.shareSince(3600 * SECOND, 3_600_500)).isCloseTo(500.0 / 2000, within(0.001));
        assertThat(history.shareSince(0, 3_600_500)).isCloseTo(500.0 / 2000, within(0.001));
    }

    @Test
    void shouldNotCountPacketsOfTheFileBefore() {
        history.mark(0, 1_000_000);
        history.lost(SECOND / 2, 10);

        assertThat(history.shareSince(0, 1_000_010)).isEqualTo(0.5);
    }

    @Test
    void shouldNeverTellLessThanWasLostHoweverLongItGoesOn() {
        Random random = new Random(7);
        List<long[]> losses = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < 20_000; i++) {
            now += 1 + (long) (random.nextDouble() * 3 * SECOND);
            long count = 1L + random.nextInt(100);
            history.lost(now, count);
            history.drained(now);
            losses.add(new long[] {now, count});
        }
        for (int i = 0; i < 1000; i++) {
            long since = (long) (random.nextDouble() * now);
            long truth = losses.stream()
                    .filter(loss -> loss[0] >= since)
                    .mapToLong(loss -> loss[1])
                    .sum();
            assertThat(history.lostSince(since)).isGreaterThanOrEqualTo(truth);
        }
        long last = now;
        long lastSecond = losses.stream()
                .filter(loss -> loss[0] >= last - SECOND)
                .mapToLong(loss -> loss[1])
                .sum();
        assertThat(history.lostSince(last - SECOND)).isBetween(lastSecond, lastSecond + 500);
    }

    @Test
    void shouldForget() {
        history.lost(SECOND, 3);
        history.clear();

        assertThat(history.lostSince(0)).isZero();
    }
}
