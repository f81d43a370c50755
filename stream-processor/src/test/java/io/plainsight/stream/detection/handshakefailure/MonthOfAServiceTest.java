package io.plainsight.stream.detection.handshakefailure;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Usual;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Window;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.policy.Learning;
import io.plainsight.stream.policy.Learning.HandshakeFailures;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Thirty days of one service with the rhythm of a day, minute by minute, through the judges alone. */
class MonthOfAServiceTest {
    private static final int DAY = 24 * 60;
    private static final long START = 29_376_000; // a midnight
    private static final int DAYS = 30;
    private static final HandshakeFailures LIMITS = Learning.defaults().handshakeFailures();

    private final Random random = new Random(20261121);
    private final RecentHandshakes recent = new RecentHandshakes();
    private final History history = new History();
    private final List<Long> spikes = new ArrayList<>();
    private final List<Long> drifts = new ArrayList<>();

    @Test
    void shouldStaySilentOnAServiceWithTheRhythmOfADay() {
        for (long minute = 0; minute < DAYS * DAY; minute++) {
            int attempts = 5 + (int) (60 * busy(minute));
            play(minute, attempts, 0.01 + 0.03 * busy(minute));
        }

        assertThat(spikes).isEmpty();
        assertThat(drifts).isEmpty();
    }

    @Test
    void shouldGetUsedToABatchThatFailsEveryNight() {
        for (long minute = 0; minute < DAYS * DAY; minute++) {
            boolean batch = minute % DAY >= 120 && minute % DAY < 135;
            play(minute, batch ? 40 : 20, batch ? 0.6 : 0.01);
        }

        assertThat(spikes.stream().map(minute -> minute / DAY).distinct()).containsExactly(0L, 1L);
    }

    @Test
    void shouldStillFindASpikeAtAnotherHour() {
        for (long minute = 0; minute < 10 * DAY; minute++) {
            boolean batch = minute % DAY >= 120 && minute % DAY < 135;
            boolean fault = minute >= 9 * DAY + 840 && minute < 9 * DAY + 846;
            play(minute, batch ? 40 : 20, batch || fault ? 0.6 : 0.01);
        }

        assertThat(spikes).anySatisfy(minute -> assertThat(minute).isBetween(9L * DAY + 840, 9L * DAY + 846));
    }

    private static double busy(long minute) {
        return (1 - Math.cos(2 * Math.PI * (minute % DAY) / DAY)) / 2;
    }

    private void play(long at, int attempts, double chance) {
        long minute = START + at;
        for (RecentHandshakes.Folded over : recent.advance(minute)) {
            Usual usual = SpikeJudge.usual(history, over.minute(), LIMITS);
            double slot = history.learn(
                    over.minute(), over.tally().completed, over.tally().failed(), true);
            if (!Double.isNaN(slot) && usual.known()) {
                history.drift.take(slot, usual.ratio(), usual.sigma());
                if (history.drift.isDrifting() && drifts.isEmpty()) {
                    drifts.add(at);
                }
            }
        }
        for (int i = 0; i < attempts; i++) {
            if (random.nextDouble() < chance) {
                recent.at(minute).fail("10.0.0." + random.nextInt(40), FailureCause.CLIENT_LEFT_AT_CERTIFICATE, 1);
            } else {
                recent.succeed(minute);
            }
        }
        Window window = SpikeJudge.window(recent.window(minute, SpikeJudge.WINDOW_MINUTES));
        if (SpikeJudge.isSpike(window, SpikeJudge.usual(history, minute, LIMITS), LIMITS)) {
            spikes.add(at);
        }
    }
}
