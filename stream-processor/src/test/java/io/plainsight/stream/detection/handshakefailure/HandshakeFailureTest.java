package io.plainsight.stream.detection.handshakefailure;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeFailureTest {
    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    /** In order: the floor, too few failures, too few clients, spread over more than five minutes. */
    @ParameterizedTest
    @CsvSource({"20, 3, 10, true", "19, 3, 10, false", "20, 2, 10, false", "20, 3, 20, false"})
    void shouldFireOnManyFailuresOfSeveralClientsWithinFiveMinutes(
            int failures, int clients, int secondsApart, boolean fires) {
        burst(failures, clients, Duration.ofSeconds(secondsApart)).forEach(topology::pipe);

        List<Alert> alerts = topology.alerts();

        assertThat(alerts).hasSize(fires ? 1 : 0);
        assertThat(alerts).allSatisfy(alert -> {
            assertThat(alert.rule().id()).isEqualTo("handshake-failure-spike");
            assertThat(alert.detail().count()).isEqualTo(20);
            assertThat(alert.event().start()).isEqualTo(Observations.NOW);
            assertThat(alert.detail().values()).containsEntry("clients", 3);
            assertThat(alert.detail().values().get("causes").toString()).contains("no-shared-algorithm=20");
        });
    }

    @ParameterizedTest
    @CsvSource({"30, 3, false", "20, 4, false", "10, 2, true"})
    void shouldTakeTheFloorsFromThePolicy(int failures, int clients, boolean fires) throws PolicyException {
        topology.close();
        topology = new TopologyHarness(
                PolicyReader.parse(
                        "p.yaml",
                        "learning: {handshake-failures: {failures: " + failures + ", clients: " + clients + "}}"),
                directory);

        burst(24, 3, Duration.ofSeconds(1)).forEach(topology::pipe);

        List<Alert> alerts = topology.alerts();

        assertThat(alerts).hasSize(fires ? 1 : 0);
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(alert.detail().thresholds()).containsEntry("failures", failures));
    }

    @Test
    void shouldCountWhatFollowsTheSpike() {
        burst(27, 3, Duration.ofSeconds(1)).forEach(topology::pipe);

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(27));
    }

    /** Of the evidence that is kept, the first of each minute stays; of others the latest. */
    @Test
    void shouldBeginWithTheFirstOfManyFailuresThatOneClientAloneCouldCause() {
        for (int i = 0; i < 100; i++) {
            topology.pipe(failure(0).after(Duration.ofSeconds(2L * i)));
        }
        burst(20, 3, Duration.ofSeconds(1)).forEach(failure -> topology.pipe(failure.after(Duration.ofSeconds(200))));

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.event().start()).isEqualTo(Observations.NOW));
    }

    @Test
    void shouldStaySilentBelowHalfWithoutHistory() {
        for (int i = 0; i < 25; i++) {
            topology.pipe(Observations.tls().from("10.0.9." + i));
        }
        burst(20, 4, Duration.ofSeconds(1)).forEach(topology::pipe);

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldStaySilentOnAServiceThatAlwaysFailsThatOften() {
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 6; i++) {
                Duration at = Duration.ofMinutes(minute - 90).plusSeconds(i);
                topology.pipe(
                        i < 5 ? failure(i % 3).after(at) : Observations.tls().after(at));
            }
        }
        topology.alerts();

        burst(24, 4, Duration.ofSeconds(1)).forEach(topology::pipe);

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldFireOnARiseOverAQuietHistory() {
        for (int minute = 0; minute < 30; minute++) {
            topology.pipe(Observations.tls().after(Duration.ofMinutes(minute - 60)));
        }
        for (int i = 0; i < 40; i++) {
            topology.pipe(Observations.tls().from("10.0.9." + i));
        }
        burst(20, 3, Duration.ofSeconds(1)).forEach(topology::pipe);

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().thresholds()).containsEntry("ratio", 0.2));
    }

    @Test
    void shouldNotBlameTheServiceForOneNoisyClient() {
        for (int i = 0; i < 40; i++) {
            topology.pipe(failure(0).after(Duration.ofSeconds(i)));
        }
        topology.pipe(failure(1));
        topology.pipe(failure(2));

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldLeaveOutProbesAndClientsThatSendNoHello() {
        for (int i = 0; i < 30; i++) {
            topology.pipe(failure(i).failure("closed_by_client"));
            topology.pipe(failure(i).failure("reset_by_client"));
            topology.pipe(Observations.plaintext("tls")
                    .action("handshake_failed")
                    .userData(false)
                    .from("10.0.2." + i));
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldCountARepeatedRecordOnce() {
        for (Observations failure : burst(10, 5, Duration.ofSeconds(1))) {
            topology.pipe(failure);
            topology.pipe(failure);
            topology.pipe(failure);
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldFireWhenFailuresArriveInTheWrongOrder() {
        List<Observations> shuffled = burst(21, 3, Duration.ofSeconds(5));
        Collections.swap(shuffled, 3, 19);
        Collections.swap(shuffled, 0, 7);

        shuffled.forEach(topology::pipe);

        assertThat(topology.alerts()).hasSize(1);
    }

    @Test
    void shouldNotMixServicesNorYears() {
        for (int i = 0; i < 30; i++) {
            topology.pipe(failure(i % 5).to("10.0.1." + (10 + i % 3), 443));
            topology.pipe(failure(i % 5).at(Instant.parse("20" + (10 + i % 3) + "-03-01T08:00:00Z")));
        }

        assertThat(topology.alerts()).isEmpty();
    }

    private static List<Observations> burst(int failures, int clients, Duration apart) {
        List<Observations> burst = new ArrayList<>();
        for (int i = 0; i < failures; i++) {
            burst.add(failure(i % clients).after(apart.multipliedBy(i)));
        }
        return burst;
    }

    private static Observations failure(int client) {
        return Observations.failedHandshake().from("10.0.2." + client);
    }
}
