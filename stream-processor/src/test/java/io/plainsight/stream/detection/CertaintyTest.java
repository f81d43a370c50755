package io.plainsight.stream.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the sensor lost makes what it did not see less certain, and leaves what it saw. */
class CertaintyTest {
    @TempDir
    Path state;

    @ParameterizedTest
    @CsvSource({"0.001, 0.990", "0.01, 0.904", "0.05, 0.599", "0.1, 0.349", "1, 0"})
    void shouldBeTheChanceThatAWholeHandshakeWasSeen(double share, double expected) {
        assertThat(Certainty.of(Observations.tls().lossy(share).build())).isCloseTo(expected, within(0.001));
    }

    @Test
    void shouldBeFullWithoutLoss() {
        assertThat(Certainty.of(Observations.tls().build())).isEqualTo(1);
    }

    @Test
    void shouldLowerTheConfidenceOfASpikeByTheLossAroundItsFailures() {
        assertSpike(client -> Observations.failedHandshake(), Severity.HIGH, 0.9);
    }

    @Test
    void shouldLowerTheConfidenceOfASpikeWithLoss() {
        assertSpike(client -> Observations.failedHandshake().lossy(0.01), Severity.HIGH, 0.9 * 0.904);
    }

    @Test
    void shouldMakeASpikeInHeavyLossASuggestion() {
        assertSpike(client -> Observations.failedHandshake().lossy(0.2), Severity.INFO, 0.9 * 0.107);
    }

    @Test
    void shouldNotDoubtCredentialsThatWereSeen() {
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), state)) {
            topology.pipe(Observations.plaintext("ftp").credentials("secret").lossy(0.5));

            assertThat(topology.alerts()).anySatisfy(alert -> {
                assertThat(alert.rule().id()).isEqualTo("plaintext-credentials");
                assertThat(alert.detail().confidence()).isEqualTo(1);
            });
        }
    }

    private void assertSpike(IntFunction<Observations> failure, Severity severity, double confidence) {
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), state)) {
            for (int i = 0; i < 40; i++) {
                Observation observation =
                        failure.apply(i).from("10.0.0." + (i % 8 + 1)).build();
                topology.pipe(observation);
            }

            assertThat(topology.alerts()).singleElement().satisfies(alert -> {
                assertThat(alert.rule().id()).isEqualTo("handshake-failure-spike");
                assertThat(alert.detail().confidence()).isCloseTo(confidence, within(0.01));
                assertThat(alert.detail().severity()).isEqualTo(severity);
            });
        }
    }
}
