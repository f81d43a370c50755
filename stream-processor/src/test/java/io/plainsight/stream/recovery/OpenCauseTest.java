package io.plainsight.stream.recovery;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.Observations;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class OpenCauseTest {
    private static final Instant BAD = Observations.NOW;

    @Test
    void shouldNeedBothTheConnectionsAndTheTime() {
        OpenCause soon = clean(cause(), 20, Duration.ofMinutes(2), Duration.ofSeconds(1));
        assertThat(soon.isOver(BAD.plusSeconds(140))).as("20 within a minute").isFalse();
        assertThat(soon.isOver(BAD.plus(Duration.ofMinutes(61)))).isFalse();
        assertThat(soon.isOver(BAD.plus(Duration.ofMinutes(62))))
                .as("an hour after the first clean one, which came at 2 minutes")
                .isTrue();

        OpenCause few = clean(cause(), 19, Duration.ofMinutes(2), Duration.ofMinutes(30));
        assertThat(few.isOver(BAD.plus(Duration.ofDays(1)))).as("19 over hours").isFalse();
    }

    @Test
    void shouldBeginAgainWithEveryBadConnection() {
        OpenCause nearly = clean(cause(), 20, Duration.ofMinutes(2), Duration.ofMinutes(3));
        OpenCause again = nearly.bad(BAD.plus(Duration.ofMinutes(61)), null);

        assertThat(again.clean()).isZero();
        assertThat(again.isOver(BAD.plus(Duration.ofHours(9)))).isFalse();
    }

    @Test
    void shouldNotCountWhatBeganBeforeTheLastBadOne() {
        OpenCause cause = cause();

        assertThat(cause.clean(BAD.minusSeconds(1))).isSameAs(cause);
        assertThat(cause.clean(BAD)).isSameAs(cause);
        assertThat(cause.clean(BAD.plus(OpenCause.RESOLUTION).plusMillis(1))).isNotSameAs(cause);
    }

    @Test
    void shouldNotChangeWithEachBadConnectionOfAStorm() {
        OpenCause cause = cause();

        assertThat(cause.bad(BAD.plusSeconds(59), null)).isSameAs(cause);
        assertThat(cause.bad(BAD.minusSeconds(5), null)).as("late").isSameAs(cause);
        assertThat(cause.bad(BAD.plusSeconds(60), null).lastBad()).isEqualTo(BAD.plusSeconds(60));
    }

    @Test
    void shouldWaitTwiceTheLongestPauseWhereGoodAndBadAlternate() {
        Duration day = Duration.ofHours(20);
        OpenCause once =
                clean(cause(), 5, Duration.ofMinutes(2), Duration.ofMinutes(1)).bad(BAD.plus(day), null);

        assertThat(once.needed()).isEqualTo(day.multipliedBy(2));
        assertThat(cause().bad(BAD.plus(day), null).needed())
                .as("nothing clean in between: only quiet")
                .isEqualTo(OpenCause.CLEAN_TIME);
        assertThat(cause().closed().bad(BAD.plus(Duration.ofDays(6)), null).needed())
                .as("never longer than a week")
                .isEqualTo(OpenCause.LONGEST_PAUSE);
        assertThat(cause().closed().bad(BAD.plus(Duration.ofDays(400)), null).needed())
                .as("another time")
                .isEqualTo(OpenCause.CLEAN_TIME);
    }

    private static OpenCause cause() {
        return new OpenCause("r", "s", "", new Alert.Entity("service", "s", "internal"), null, BAD, null, 0, 0, false);
    }

    private static OpenCause clean(OpenCause cause, int times, Duration first, Duration step) {
        OpenCause next = cause;
        for (int i = 0; i < times; i++) {
            next = next.clean(BAD.plus(first).plus(step.multipliedBy(i)));
        }
        return next;
    }
}
