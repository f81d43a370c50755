package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private final SensorSettings settings = SensorSettings.defaults("tap1");

    @Test
    void shouldPlayEveryKindOfConnectionThatIsCommon() {
        List<Observation> observations = new ArrayList<>();
        WarmUp warmUp = new WarmUp(settings, observations::add);

        warmUp.play(0);

        assertThat(observations.stream().map(o -> o.network().protocol()).collect(Collectors.toSet()))
                .contains("tls", "quic", "http", "dns", "ssh");
        assertThat(observations.stream()
                        .filter(o -> o.tls() != null)
                        .map(o -> o.tls().version())
                        .collect(Collectors.toSet()))
                .contains("1.2", "1.3");
        assertThat(warmUp.counters().get(SensorCounter.DISSECTOR_ERRORS)).isZero();
    }

    @Test
    void shouldPlayNewConnectionsInEveryRound() {
        WarmUp warmUp = new WarmUp(settings, observation -> {});
        warmUp.play(0);
        long once = warmUp.counters().get(SensorCounter.FLOWS);

        warmUp.play(1);

        assertThat(once).isGreaterThan(50);
        // a late packet of a closed connection opens another one, or not, by the timer's steps
        assertThat(warmUp.counters().get(SensorCounter.FLOWS)).isBetween(2 * once - 2, 2 * once + 2);
    }

    @Test
    void shouldPlayOnceAtLeastAndNothingWhereNoTimeIsGiven() {
        assertThat(WarmUp.run(settings, Duration.ofNanos(1))).isPositive();
        assertThat(WarmUp.run(settings, Duration.ZERO)).isZero();
    }
}
