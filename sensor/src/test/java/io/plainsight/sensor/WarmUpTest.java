package io.plainsight.sensor;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Observation;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
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
    void shouldVaryEveryOtherRoundAsANetworkDoes() {
        List<Observation> observations = new ArrayList<>();
        WarmUp warmUp = new WarmUp(settings, observations::add);

        warmUp.play(0);
        Set<String> names = texts(observations, Observation.Client::serverName);
        Set<String> fingerprints = texts(observations, Observation.Client::ja3);
        for (int round = 1; round < 20; round++) {
            warmUp.play(round);
        }

        SensorCounters counters = warmUp.counters();
        assertThat(counters.get(SensorCounter.DISSECTOR_ERRORS)).isZero();
        assertThat(counters.get(SensorCounter.TCP_OUT_OF_ORDER_SEGMENTS)).isPositive();
        assertThat(counters.get(SensorCounter.TCP_RETRANSMITTED_SEGMENTS)).isPositive();
        assertThat(counters.get(SensorCounter.TCP_GAPS)).isPositive();
        assertThat(texts(observations, Observation.Client::serverName)).hasSizeGreaterThan(5 * names.size());
        assertThat(texts(observations, Observation.Client::ja3)).hasSizeGreaterThan(5 * fingerprints.size());
        assertThat(observations).anyMatch(o -> o.network().vlan() != null);
        // most of what is varied is still whole: a handshake of two segments, a name of other letters
        assertThat(observations.stream()
                        .filter(o ->
                                o.tls() != null && Boolean.TRUE.equals(o.tls().established()))
                        .map(o -> o.event().id())
                        .distinct()
                        .count())
                .isGreaterThan(15 * 10);
    }

    private static Set<String> texts(List<Observation> observations, Function<Observation.Client, String> text) {
        return observations.stream()
                .filter(o -> o.tls() != null && o.tls().client() != null)
                .map(o -> text.apply(o.tls().client()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    @Test
    void shouldPlayOnceAtLeastAndNothingWhereNoTimeIsGiven() {
        assertThat(WarmUp.run(settings, Duration.ofNanos(1))).isPositive();
        assertThat(WarmUp.run(settings, Duration.ZERO)).isZero();
    }
}
