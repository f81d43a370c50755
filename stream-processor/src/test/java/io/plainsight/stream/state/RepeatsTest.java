package io.plainsight.stream.state;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RepeatsTest {
    private static final long RUN = 0x8123456789ABCDEFL;
    private static final long NEXT_RUN = 7;

    @TempDir
    Path state;

    private TopologyHarness live;

    @BeforeEach
    void start() {
        live = new TopologyHarness(Policy.defaults(), state, Topics.OBSERVATIONS);
    }

    @AfterEach
    void stop() {
        live.close();
    }

    /** The posture of live traffic keeps no memory of connections, and an alert's only reaches so far: both would count twice. */
    @Test
    void shouldCountOnceWhatASensorSendsAgain() {
        for (int attempt = 0; attempt < 2; attempt++) {
            for (int i = 1; i <= 500; i++) {
                live.pipe(ended(i), RUN, i);
            }
        }

        assertThat(live.posture().get("total").connections().get("plaintext")).isEqualTo(500);
        assertThat(live.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(500));
        assertThat(repeated()).isEqualTo(500);
    }

    @Test
    void shouldGoOnWhereTheRepeatEnds() {
        live.pipe(ended(1), RUN, 1).pipe(ended(3), RUN, 3);
        live.pipe(ended(1), RUN, 1).pipe(ended(3), RUN, 3).pipe(ended(6), RUN, 6);

        assertThat(counted()).isEqualTo(3);
    }

    @Test
    void shouldCountTheFirstNumbersOfAnotherRun() {
        live.pipe(ended(1), RUN, 1).pipe(ended(2), RUN, 2);
        live.pipe(ended(3), NEXT_RUN, 1).pipe(ended(4), NEXT_RUN, 2);
        live.pipe(ended(2), RUN, 2); // what the old run left in the spool

        assertThat(counted()).isEqualTo(4);
    }

    @Test
    void shouldLetPassWhatCarriesNoNumber() {
        live.pipe(ended(1)).pipe(ended(1)).pipe(ended(2), RUN, 1);

        assertThat(counted()).isEqualTo(3);
        assertThat(repeated()).isZero();
    }

    @Test
    void shouldLeaveNoNumberOnAlerts() {
        live.pipe(ended(1), RUN, 1);

        assertThat(live.alertHeaders()).isNotEmpty().allSatisfy(headers -> assertThat(headers)
                .extracting(h -> h.key())
                .isEmpty());
    }

    private long counted() {
        return live.posture().get("total").connections().get("plaintext");
    }

    private double repeated() {
        return live.metric("plainsight_stream_repeated_observations_total", new String[0], new String[0]);
    }

    private static Observations ended(int id) {
        return Observations.plaintext("http").id("connection-" + id).action(Actions.FLOW_ENDED);
    }
}
