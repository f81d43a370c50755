package io.plainsight.stream.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Alert.Status;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationFlowBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Posture;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets without records. The connections of port 50,000 and up are in the flow log, those of 40,000 and up are not. */
class FlowLogGapTest {
    private static final String RULE = "flow-log-gap";

    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory, Topics.REPLAY);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldTellOfConnectionsThatAnotherwiseDeliveringSubnetLeavesOutInEitherOrder(boolean packetsFirst) {
        if (packetsFirst) {
            packets(40_000, 25);
            packets(50_000, 5);
        }
        records(50_000, 5, 0, 25);
        if (!packetsFirst) {
            packets(40_000, 25);
            packets(50_000, 5);
        }

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
            assertThat(alert.detail().entity().value()).isEqualTo("subnet/subnet-1");
            assertThat(alert.detail().values()).containsEntry("missing", 25);
        });
        Posture total = topology.posture().get("replay/total");
        assertThat(total.expectedConnections()).containsEntry("all", 30L).containsEntry("subnet/subnet-1", 30L);
        assertThat(total.unloggedConnections()).containsEntry("all", 25L).containsEntry("subnet/subnet-1", 25L);
    }

    @ParameterizedTest
    @CsvSource({"19, 0, 0", "20, 0, 1", "20, 20, 1", "20, 21, 0"})
    void shouldFireAtTwentyAndHalfOfWhatWasExpected(int missing, int told, int alerts) {
        packets(50_000, told);
        packets(40_000, missing);
        records(50_000, Math.max(1, told), 0, 25);

        assertThat(found()).hasSize(alerts);
    }

    @ParameterizedTest
    @CsvSource({"22, 0", "24, 25"})
    void shouldWaitTwentyMinutesOfRecordTime(int until, long missing) {
        packets(40_000, 25);
        records(50_000, 1, 0, until);

        assertThat(unlogged()).isEqualTo(missing);
    }

    @Test
    void shouldTakeBackWhatComesLate() {
        packets(40_000, 25);
        records(50_000, 1, 0, 25);
        assertThat(found()).hasSize(1);

        records(40_000, 25, 3, 3);

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
        assertThat(unlogged()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"lost by the sensor", "one-sided", "udp", "link-local", "not ended", "refused"})
    void shouldConcludeNothingFrom(String what) {
        for (int i = 0; i < 25; i++) {
            Observations packets = packet(40_000 + i);
            topology.pipe(
                    switch (what) {
                        case "lost by the sensor" -> packets.lossy(0.1);
                        case "one-sided" -> packets.oneSided();
                        case "udp" -> packets.transport("udp");
                        case "link-local" -> packets.to("169.254.169.254", 80);
                        case "not ended" -> packets.action(Actions.HANDSHAKE_COMPLETED);
                        default -> packets.unheard();
                    });
        }
        records(50_000, 1, 0, 25);

        assertThat(found()).isEmpty();
        assertThat(unlogged()).isZero();
    }

    @Test
    void shouldConcludeNothingWhereTheProviderLostRecords() {
        packets(40_000, 25);
        topology.pipe(gap("SKIPDATA", 0, 10));
        records(50_000, 1, 0, 25);

        assertThat(found()).isEmpty();
        assertThat(unlogged()).isZero();
    }

    @Test
    void shouldEndWhereTheProviderSaysLaterThatItLostRecords() {
        packets(40_000, 25);
        records(50_000, 1, 0, 25);
        assertThat(found()).hasSize(1);

        topology.pipe(gap("SKIPDATA", 0, 10));

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldTakeNoDataForNoLoss() {
        packets(40_000, 25);
        topology.pipe(gap("NODATA", 0, 10));
        records(50_000, 1, 0, 25);

        assertThat(found()).hasSize(1);
    }

    @Test
    void shouldExpectNothingOfAnInterfaceThatBeganLaterOrPaused() {
        packets(40_000, 25);
        records(50_000, 1, 10, 35);
        records(50_000, 1, 200, 230);

        assertThat(found()).isEmpty();
        assertThat(unlogged()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"google", "no direction", "translated", "denied"})
    void shouldExpectNothingOfRecordsThatDoNotSayWhereTheyWereMade(String what) {
        packets(40_000, 25);
        for (int minute = 0; minute < 30; minute++) {
            Observations record = record(50_000, minute);
            topology.pipe(
                    switch (what) {
                        case "google" -> record.flowFields(Map.of("reporter", "DEST"));
                        case "no direction" -> record.flowFields(Map.of("interface-id", "eni-1"));
                        case "translated" ->
                            record.from("10.0.0.99")
                                    .translatedFrom("10.0.0.5")
                                    .flowFields(Map.of("interface-id", "eni-1", "flow-direction", "egress"));
                        default -> record.type("connection", "denied");
                    });
        }

        assertThat(found()).isEmpty();
        assertThat(unlogged()).isZero();
    }

    private void packets(int port, int connections) {
        for (int i = 0; i < connections; i++) {
            topology.pipe(packet(port + i));
        }
    }

    /** From 3 to 3:01 minutes. */
    private static Observations packet(int port) {
        return Observations.tls().fromPort(port).action(Actions.FLOW_ENDED).after(Duration.ofSeconds(181));
    }

    /** The first minute has one port's record alone, as have all behind the third; it has those of all. */
    private void records(int port, int connections, int from, int to) {
        for (int minute = from; minute <= to; minute++) {
            topology.pipe(record(port, minute));
            for (int i = 1; i < connections && minute == 3; i++) {
                topology.pipe(record(port + i, minute));
            }
        }
    }

    /** Of one minute, at the interface of the service. */
    private static Observations record(int port, int minute) {
        return Observations.flowLog()
                .fromPort(port)
                .oneWay(5_000, 10)
                .lasting(Duration.ofMinutes(1))
                .after(Duration.ofMinutes(minute + 1L))
                .flowFields(Map.of("interface-id", "eni-1", "subnet-id", "subnet-1", "flow-direction", "ingress"));
    }

    private static Observation gap(String status, int from, int to) {
        Observation like = record(50_000, to).build();
        return ObservationBuilder.builder(like)
                .event(ObservationEventBuilder.builder(like.event())
                        .action(Actions.FLOW_LOG_GAP)
                        .start(Observations.NOW.plus(Duration.ofMinutes(from)))
                        .end(Observations.NOW.plus(Duration.ofMinutes(to)))
                        .build())
                .source(null)
                .destination(null)
                .plainsight(ObservationPlainsightBuilder.builder(like.plainsight())
                        .flow(ObservationFlowBuilder.builder(like.plainsight().flow())
                                .logStatus(status)
                                .build())
                        .build())
                .build();
    }

    private long unlogged() {
        Posture total = topology.posture().get("replay/total");
        return total == null ? 0 : total.unloggedConnections().getOrDefault("all", 0L);
    }

    private List<Alert> found() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals(RULE))
                .toList();
    }
}
