package io.plainsight.stream.detection.sensorhealth;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Alert.Status;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.ObservationSensorStatusBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SensorHealthTest {
    private static final Instant START = Instant.parse("2026-11-20T12:00:00Z");
    private static final long PACKETS = 10_000;

    @TempDir
    Path state;

    private TopologyHarness topology;
    private Instant now = START;

    @BeforeEach
    void open() {
        topology = new TopologyHarness(Policy.defaults(), state);
    }

    @AfterEach
    void close() {
        topology.close();
    }

    @Test
    void shouldStaySilentAboutASensorThatIsWell() {
        for (int i = 0; i < 60; i++) {
            tell(well());
        }

        assertThat(topology.alerts()).isEmpty();
        assertThat(topology.posture()).isEmpty();
        assertThat(topology.corrupt(CorruptReason.INCOMPLETE)).isZero();
        assertThat(topology.metric("plainsight_stream_observations_total", "action", Actions.SENSOR_STATUS))
                .isEqualTo(60);
    }

    @Test
    void shouldOpenAtOneInAThousandAndNotBelow() {
        tell(losing("kernel", 9));
        assertThat(topology.alerts()).isEmpty();

        tell(losing("kernel", 12));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("sensor-health");
            assertThat(alert.detail().status()).isEqualTo(Status.OPEN);
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().entity()).isEqualTo(new Alert.Entity("sensor", "tap1/eth1", null));
            assertThat(alert.detail().values())
                    .containsEntry("cause", "kernel")
                    .containsEntry("lost", 21)
                    .containsKey("share");
            assertThat(alert.detail().thresholds()).containsEntry("share", 0.001);
            assertThat(alert.detail().remediation()).contains("plainsight_sensor_lost_total", "ring", "threads");
            assertThat(alert.event().reason()).contains("tap1/eth1", "21", "0.10 %");
            assertThat(alert.detail().evidence()).isNotEmpty();
        });
    }

    @Test
    void shouldNotMindAHandfulOfPacketsOnAQuietLink() {
        tell(status(s -> s.packets(20L).lost(Map.of("kernel", 9L))));

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldCloseByItselfAndSayWhatWasLostInAll() {
        tell(losing("kernel", 500));
        tell(losing("kernel", 300));
        List<Alert> opened = topology.alerts();
        assertThat(opened)
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH));
        for (int i = 0; i < 11; i++) {
            tell(well());
            assertThat(topology.alerts())
                    .allSatisfy(alert -> assertThat(alert.detail().status()).isEqualTo(Status.OPEN));
        }
        tell(well());

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().id()).isEqualTo(opened.get(0).detail().id());
            assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED);
            assertThat(alert.detail().values()).containsEntry("lost_in_all", 800);
            assertThat(alert.event().reason()).contains("for 10 s, 800 in all", "loses none any more");
            assertThat(alert.timestamp()).isEqualTo(now);
        });
        tell(well());
        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldReopenTheSameAlertWhenTheLossComesBack() {
        tell(losing("kernel", 5000));
        Alert first = topology.alerts().get(0);
        for (int i = 0; i < 12; i++) {
            tell(well());
        }
        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));

        tell(losing("kernel", 100));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().id()).isEqualTo(first.detail().id());
            assertThat(alert.detail().status()).isEqualTo(Status.OPEN);
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().values()).containsEntry("lost", 100);
        });
    }

    @Test
    void shouldTellCausesAndSensorsApart() {
        topology.pipe(status("tap1", "eth1", s -> s.lost(Map.of("kernel", 500L, "interface", 400L))));
        topology.pipe(status("tap1", "eth2", s -> s.lost(Map.of("kernel", 500L))));
        topology.pipe(status("tap2", "eth1", s -> s.packets(PACKETS)));

        assertThat(topology.alerts())
                .extracting(alert -> alert.detail().entity().value() + " "
                        + alert.detail().values().get("cause"))
                .containsExactlyInAnyOrder("tap1/eth1 kernel", "tap1/eth1 interface", "tap1/eth2 kernel");
    }

    @Test
    void shouldTellOfEveryObservationThatWasLost() {
        tell(status(s -> s.packets(PACKETS).lost(Map.of("delivery", 1L))));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().values()).containsEntry("cause", "delivery");
        });
    }

    @Test
    void shouldTellOfAFlowTableThatIsTooSmall() {
        tell(status(s -> s.connections(9_901L).lost(Map.of("flow_table", 99L))));
        assertThat(topology.alerts()).isEmpty();
        tell(status(s -> s.connections(99L).lost(Map.of("flow_table", 1L))));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> assertThat(
                        alert.detail().values())
                .containsEntry("cause", "flow_table")
                .containsEntry("share", 0.01));
    }

    @Test
    void shouldTellOfOverloadWhenItLastsOrGoesFar() {
        for (int i = 0; i < 5; i++) {
            tell(status(s -> s.packets(PACKETS).overloadLevel(1)));
        }
        assertThat(topology.alerts()).isEmpty();
        tell(status(s -> s.packets(PACKETS).overloadLevel(1)));
        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM));
        tell(status(s -> s.packets(PACKETS).overloadLevel(3)));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().values()).containsEntry("overload_level", 3);
        });
    }

    @Test
    void shouldNoticeASensorThatFallsSilentAndThatComesBack() {
        tell(well());
        topology.wait(Duration.ofSeconds(55));
        assertThat(topology.records()).isEmpty();

        topology.wait(Duration.ofSeconds(5));

        assertThat(topology.records()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("last_heard", now.toString());
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.event().reason()).contains("tap1/eth1", "told nothing");
        });
        topology.wait(Duration.ofMinutes(30));
        assertThat(topology.records()).isEmpty();
        now = now.plus(Duration.ofMinutes(31));
        tell(well());

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED);
            assertThat(alert.event().reason()).contains("tells of itself again");
        });
    }

    @Test
    void shouldResolveSilenceWhenWhatWasHeldBackArrives() {
        tell(well());
        topology.wait(Duration.ofMinutes(2));
        assertThat(topology.records()).hasSize(1);

        tell(well());

        assertThat(topology.alerts())
                .filteredOn(alert -> alert.detail().values().get("cause").equals("silent"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldExpectNothingOfASensorThatWasStopped() {
        tell(losing("kernel", 500));
        assertThat(topology.alerts()).hasSize(1);
        tell(status(s -> s.packets(PACKETS).state("stopped")));
        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED);
            assertThat(alert.event().reason()).contains("stopped");
        });

        topology.wait(Duration.ofHours(1));

        assertThat(topology.records()).isEmpty();
    }

    @Test
    void shouldCountARecordThatIsDeliveredTwiceOnce() {
        Observation record = losing("kernel", 500);
        tell(record);
        topology.pipe(record);
        topology.pipe(record);

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().values()).containsEntry("lost", 500));
    }

    @Test
    void shouldGiveTheSameIdsWhenTheSameRecordsAreJudgedAgain(@TempDir Path other) {
        tell(losing("kernel", 500));
        String first = topology.alerts().get(0).detail().id();
        try (TopologyHarness again = new TopologyHarness(Policy.defaults(), other)) {
            now = START;
            again.pipe(advanced(losing("kernel", 500)));

            assertThat(again.alerts().get(0).detail().id()).isEqualTo(first);
        }
    }

    @Test
    void shouldJudgeAFileByItselfAndNotExpectMoreOfIt(@TempDir Path other) {
        try (TopologyHarness replay = new TopologyHarness(Policy.defaults(), other, Topics.REPLAY)) {
            Observation file = status(s -> s.state("file").connections(1000L).lost(Map.of("flow_table", 500L)));
            replay.pipe(ObservationBuilder.builder(file)
                    .log(new Observation.Log(new Observation.File("scan.pcap")))
                    .build());

            assertThat(replay.alerts()).singleElement().satisfies(alert -> assertThat(
                            alert.detail().entity().value())
                    .contains("scan.pcap"));
            replay.wait(Duration.ofHours(1));
            assertThat(replay.records()).isEmpty();
        }
    }

    @Test
    void shouldTellOfAnInterfaceThatIsNotThere() {
        tell(well());
        tell(status(s -> s.packets(100L).absentSeconds(4L)));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().values()).containsEntry("cause", "absent").containsEntry("absent_seconds", 4);
            assertThat(alert.event().reason()).contains("no interface");
        });
        for (int i = 0; i < 90; i++) {
            tell(status(s -> s.packets(0L).absentSeconds(10L)));
        }
        assertThat(topology.alerts())
                .allSatisfy(alert -> assertThat(alert.detail().values()).containsEntry("cause", "absent"));
        for (int i = 0; i < 11; i++) {
            tell(well());
        }
        assertThat(topology.alerts())
                .allSatisfy(alert -> assertThat(alert.detail().status()).isEqualTo(Status.OPEN));
        tell(well());

        assertThat(last(topology.alerts()).detail().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void shouldTellOfABusyInterfaceThatGoesDarkAndNotOfAQuietOne() {
        tell(status(s -> s.packets(9_999L)));
        for (int i = 0; i < 70; i++) {
            tell(status(s -> s.packets(0L)));
        }
        assertThat(topology.alerts()).isEmpty();

        tell(status(s -> s.packets(1L)));
        for (int i = 0; i < 59; i++) {
            tell(status(s -> s.packets(0L)));
        }
        assertThat(topology.alerts()).isEmpty();
        tell(status(s -> s.packets(0L)));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().values()).containsEntry("cause", "dark").containsEntry("dark_seconds", 600);
        });
        for (int i = 0; i < 12; i++) {
            tell(well());
        }
        assertThat(last(topology.alerts()).detail().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void shouldTellOfOneSidedCapture() {
        tell(status(s -> s.packets(PACKETS).endedBothWays(81L).endedOneWay(19L)));
        tell(status("tap2", "eth1", s -> s.packets(PACKETS).endedBothWays(0L).endedOneWay(19L)));
        assertThat(topology.alerts()).isEmpty();

        tell(status(s -> s.packets(PACKETS).endedOneWay(2L)));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().values())
                    .containsEntry("cause", "one_sided")
                    .containsEntry("one_way", 21)
                    .containsEntry("share", 0.205882);
        });
        for (int i = 0; i < 12; i++) {
            tell(status(s -> s.packets(PACKETS).endedBothWays(50L)));
        }
        assertThat(last(topology.alerts()).detail().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void shouldTellOfAClockThatIsAhead() {
        tell(well());
        now = now.plusSeconds(9);
        tell(well());
        assertThat(topology.alerts()).isEmpty();

        now = now.plusSeconds(21);
        tell(well());

        // reading alerts takes the topology a second or two of the wall's time
        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("cause", "clock");
            assertThat((Integer) alert.detail().values().get("ahead_seconds")).isBetween(20, 30);
        });
        topology.wait(Duration.ofSeconds(26));
        for (int i = 0; i < 12; i++) {
            tell(well());
        }
        assertThat(last(topology.alerts()).detail().status()).isEqualTo(Status.RESOLVED);
    }

    @Test
    void shouldTellOfRecordsThatComeLateAndNotOfThoseFromBeforeItsStart() {
        now = START.minus(Duration.ofHours(1));
        for (int i = 0; i < 12; i++) {
            tell(well());
        }
        assertThat(topology.alerts()).isEmpty();

        now = START;
        tell(status(s -> s.packets(PACKETS).waitingObservations(700L)));

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().values())
                    .containsEntry("cause", "late")
                    .containsEntry("waiting_observations", 700);
            assertThat((Integer) alert.detail().values().get("late_seconds")).isBetween(120, 130);
        });
        now = START.plusSeconds(130);
        for (int i = 0; i < 12; i++) {
            tell(well());
        }
        assertThat(last(topology.alerts()).detail().status()).isEqualTo(Status.RESOLVED);
    }

    private static Alert last(List<Alert> alerts) {
        return alerts.get(alerts.size() - 1);
    }

    @Test
    void shouldNotDisturbTheOtherDetectors() {
        topology.pipe(Observations.plaintext("http"));
        tell(well());

        assertThat(topology.alerts()).extracting(alert -> alert.rule().id()).containsExactly("plaintext");
    }

    /** Ten seconds later, on the wall too. */
    private void tell(Observation record) {
        Observation told = advanced(record);
        topology.wait(Duration.ofSeconds(10));
        topology.pipe(told);
    }

    /** The record ten seconds after the one before. */
    private Observation advanced(Observation record) {
        now = now.plusSeconds(10);
        return ObservationBuilder.builder(record)
                .timestamp(now)
                .event(new Observation.Event(
                        "status-" + now, Actions.SENSOR_STATUS, null, "metric", null, List.of("info"), null, now))
                .build();
    }

    private static Observation well() {
        return status(s -> s.packets(PACKETS));
    }

    private static Observation losing(String reason, long count) {
        return status(s -> s.packets(PACKETS).lost(Map.of(reason, count)));
    }

    private static Observation status(UnaryOperator<ObservationSensorStatusBuilder> values) {
        return status("tap1", "eth1", values);
    }

    private static Observation status(
            String sensor, String interfaceName, UnaryOperator<ObservationSensorStatusBuilder> values) {
        return ObservationBuilder.builder()
                .timestamp(START)
                .event(new Observation.Event(
                        "status-" + START, Actions.SENSOR_STATUS, null, "metric", null, List.of("info"), null, START))
                .observer(new Observation.Observer(
                        sensor, "sensor", new Observation.Ingress(new Observation.Interface(interfaceName), null)))
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.UNKNOWN)
                        .sensor(values.apply(ObservationSensorStatusBuilder.builder()
                                        .state("running")
                                        .overloadLevel(0))
                                .build())
                        .build())
                .build();
    }
}
