package io.plainsight.sensor.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.sensor.health.OverloadPolicy.Stage;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OverloadPolicyTest {
    private static final long SECOND = 1_000_000_000L;

    private final SensorCounters counters = new SensorCounters();
    private final OverloadPolicy policy = new OverloadPolicy(counters);
    private long now;

    @Test
    void shouldRiseByALevelForEachCheckWithLossAndStopAtTheLast() {
        check(SECOND);
        for (int expected : new int[] {1, 2, 3, 3}) {
            policy.onLoss();
            check(SECOND);
            assertThat(policy.level()).isEqualTo(expected);
            assertThat(counters.overloadLevel()).isEqualTo(expected);
        }
    }

    @Test
    void shouldRiseBeforeAnythingIsLostWhenTheBufferFills() {
        policy.onPressure(0.59);
        check(SECOND);
        assertThat(policy.level()).isZero();

        policy.onPressure(0.6);
        policy.onPressure(0.1);
        check(SECOND);
        assertThat(policy.level()).isEqualTo(1);
    }

    @Test
    void shouldFallByALevelAfterTwoCalmSeconds() {
        raise(2);

        for (int tenth = 0; tenth < 19; tenth++) {
            check(SECOND / 10);
        }
        assertThat(policy.level()).isEqualTo(2);
        check(SECOND / 10);
        assertThat(policy.level()).isEqualTo(1);
        check(SECOND);
        assertThat(policy.level()).isEqualTo(1);
        check(SECOND);
        assertThat(policy.level()).isZero();
    }

    @Test
    void shouldHoldWhileTheBufferIsNeitherFullNorEmpty() {
        raise(1);

        for (int second = 0; second < 60; second++) {
            policy.onPressure(0.26);
            check(SECOND);
        }
        assertThat(policy.level()).isEqualTo(1);

        for (int second = 0; second < 2; second++) {
            policy.onPressure(0.25);
            check(SECOND);
        }
        assertThat(policy.level()).isZero();
    }

    @Test
    void shouldTakeAtEveryLevelAtMostWhatTheOneBeforeTook() {
        int[][] allowed = new int[OverloadPolicy.LEVELS][];
        for (int level = 0; level < OverloadPolicy.LEVELS; level++) {
            if (level == 4) {
                policy.onPressure(0.66);
            }
            assertThat(policy.level()).isEqualTo(level);
            allowed[level] = new int[] {
                policy.allowedBytes(Stage.HANDSHAKE),
                policy.allowedBytes(Stage.IDENTIFICATION),
                policy.allowedBytes(Stage.DISSECTION),
                policy.allowedBytes(Stage.SAMPLE)
            };
            raise(1);
        }

        assertThat(allowed[0]).containsOnly(Integer.MAX_VALUE);
        for (int level = 1; level < OverloadPolicy.LEVELS; level++) {
            for (int stage = 0; stage < 4; stage++) {
                assertThat(allowed[level][stage]).isLessThanOrEqualTo(allowed[level - 1][stage]);
            }
        }
        // a handshake with a post-quantum hello and a long chain passes at every level
        assertThat(allowed[4][0]).isGreaterThanOrEqualTo(32 * 1024);
        assertThat(allowed[4][1]).isGreaterThan(0);
        assertThat(allowed[1][3]).isZero();
    }

    @Test
    void shouldLeaveOutConnectionsPickedUpMidwayFromLevelTwoOnAndCountThem() {
        raise(1);
        assertThat(policy.takes(true)).isTrue();
        raise(1);
        assertThat(policy.takes(true)).isFalse();
        assertThat(policy.takes(false)).isTrue();
        assertThat(counters.get(SensorCounter.SACRIFICED_MIDSTREAM)).isEqualTo(1);
    }

    @Test
    void shouldGoToTheLastLevelAtOnceWhenTheBufferIsAlmostFullAndDownOneByOne() {
        policy.onPressure(0.65);
        assertThat(policy.level()).isZero();
        policy.onPressure(0.66);
        assertThat(policy.level()).isEqualTo(4);
        assertThat(counters.overloadLevel()).isEqualTo(4);

        check(SECOND / 10);
        policy.onLoss();
        check(SECOND / 10);
        assertThat(policy.level()).isEqualTo(4);
        check(2 * SECOND);
        assertThat(policy.level()).isEqualTo(3);
    }

    /** At the last level, by how full the buffer is then. */
    @ParameterizedTest
    @CsvSource({"0, 1000", "0.6, 1000", "0.63, 750", "0.66, 500", "0.69, 250", "0.72, 0", "1, 0"})
    void shouldTakeTheFewerNewConnectionsTheFullerTheBufferIs(double share, int expected) {
        policy.onPressure(0.9);
        policy.onPressure(share);

        int taken = 0;
        int longestRun = 0;
        int run = 0;
        for (int i = 0; i < 1000; i++) {
            run = policy.takes(false) ? 0 : run + 1;
            taken += run == 0 ? 1 : 0;
            longestRun = Math.max(longestRun, run);
        }

        assertThat(taken).isBetween(expected - 1, expected);
        assertThat(counters.get(SensorCounter.SACRIFICED_CONNECTION)).isEqualTo(1000 - taken);
        // spread evenly
        assertThat(longestRun).isLessThanOrEqualTo(expected == 0 ? 1000 : 1000 / expected);
    }

    @Test
    void shouldTakeEveryNewConnectionBelowTheLastLevel() {
        raise(3);
        policy.onPressure(0.65);
        assertThat(policy.takes(false)).isTrue();
        assertThat(policy.takes(false)).isTrue();
        assertThat(counters.get(SensorCounter.SACRIFICED_CONNECTION)).isZero();
    }

    @Test
    void shouldCountTheTimeAtEachLevel() {
        check(SECOND);
        check(5 * SECOND);
        policy.onLoss();
        check(SECOND);
        check(SECOND + 400_000);
        check(SECOND);

        assertThat(counters.get(SensorCounter.OVERLOAD_NONE)).isEqualTo(6000);
        assertThat(counters.get(SensorCounter.OVERLOAD_LONG_FLOWS)).isEqualTo(2_000);
        assertThat(policy.level()).isZero();
    }

    @Test
    void shouldStandAClockThatIsSetBack() {
        check(100 * SECOND);
        raise(1);
        check(-50 * SECOND);
        check(SECOND);
        assertThat(policy.level()).isEqualTo(1);
        check(SECOND);
        assertThat(policy.level()).isZero();
    }

    private void raise(int levels) {
        for (int i = 0; i < levels; i++) {
            policy.onLoss();
            check(SECOND / 10);
        }
    }

    private void check(long laterNs) {
        now += laterNs;
        policy.check(now);
    }
}
