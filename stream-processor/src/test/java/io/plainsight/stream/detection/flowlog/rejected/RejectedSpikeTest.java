package io.plainsight.stream.detection.flowlog.rejected;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Alert.Status;
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

class RejectedSpikeTest {
    private static final int SYN = 2;
    private static final int HOUR = 60;

    @TempDir
    Path directory;

    private TopologyHarness topology;
    private int port = 40_000;

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @CsvSource({"10.0.0.66, MEDIUM, internal", "203.0.113.66, INFO, external"})
    void shouldTellOfAScanOnce(String host, Severity severity, String zone) {
        for (int i = 0; i < 64; i++) {
            refuse(host, "10.0.2." + i, 22, 0);
        }

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(severity);
            assertThat(alert.detail().entity()).isEqualTo(new Alert.Entity("host", host, zone));
            assertThat(alert.detail().values()).containsEntry("kind", "scan").containsEntry("ports", 1);
            assertThat(alert.event().reason()).contains("looking around");
        });
    }

    @Test
    void shouldTellOfAScanOfOneHostsPorts() {
        for (int i = 0; i < 64; i++) {
            refuse("10.0.0.66", "10.0.2.1", 1000 + i, 0);
        }

        assertThat(found()).singleElement().satisfies(alert -> assertThat(
                        alert.detail().values())
                .containsEntry("hosts", 1)
                .containsEntry("kind", "scan"));
    }

    @ParameterizedTest
    @CsvSource({"19, 0", "20, 1"})
    void shouldNotCallFewEndpointsAScan(int endpoints, int alerts) {
        for (int i = 0; i < endpoints; i++) {
            refuse("10.0.0.66", "10.0.2." + i, 22, i % 10);
        }

        assertThat(found()).hasSize(alerts);
    }

    @Test
    void shouldNotAddUpWhatIsRefusedAllDayLong() {
        for (int i = 0; i < 100; i++) {
            refuse("10.0.0.66", "10.0.2." + i, 22, 10 * i);
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldCountARecordThatIsDeliveredAgainOnce() {
        Observations record = refused("10.0.0.66", "10.0.2.1", 22, 0).id("again");
        for (int i = 0; i < 500; i++) {
            topology.pipe(record);
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldCloseAScanOnceRecordsOfOthersAreAnHourLater() {
        scan("10.0.0.66", 0);
        assertThat(found()).hasSize(1);

        refuse("10.0.0.7", "10.0.9.1", 22, 40);
        refuse("10.0.0.8", "10.0.9.1", 22, 50);
        assertThat(found()).isEmpty();

        refuse("10.0.0.7", "10.0.9.1", 22, 90);
        refuse("10.0.0.8", "10.0.9.1", 22, 91);
        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldNotCloseByOneWrongClock() {
        scan("10.0.0.66", 0);
        found();

        refuse("10.0.0.7", "10.0.9.1", 22, 5_000);
        refuse("10.0.0.8", "10.0.9.1", 22, 12);

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldCloseALiveScanThatIsHeardOfNoMore() {
        scan("10.0.0.66", 0);
        found();

        topology.wait(Duration.ofMinutes(80));

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldLeaveAPlayedScanOpen() {
        topology.close();
        topology = new TopologyHarness(Policy.defaults(), directory, Topics.REPLAY);
        scan("10.0.0.66", 0);
        assertThat(found()).hasSize(1);

        topology.wait(Duration.ofMinutes(80));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTellOfAnApplicationThatWasCutOffAndWhyUntilItWorksAgain() {
        work("10.0.0.5", "10.0.1.9", 0, 30);
        for (int minute = 31; minute < 40; minute++) {
            topology.pipe(refused("10.0.0.5", "10.0.1.9", 443, minute).rejectReason("BPA"));
        }

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
            assertThat(alert.detail().entity().value()).isEqualTo("10.0.0.5");
            assertThat(alert.detail().values()).containsEntry("kind", "blocked").containsEntry("reject_reason", "BPA");
            assertThat(alert.event().reason()).contains("10.0.1.9:443", "refused there (BPA)", "security group");
        });

        work("10.0.0.5", "10.0.1.9", 41, 42);
        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldTellOnceOfAServiceThatManyClientsCanNoLongerReach() {
        for (int client = 10; client < 30; client++) {
            work("10.0.0." + client, "10.0.1.9", 0, 30);
        }
        for (int minute = 31; minute < 40; minute++) {
            for (int client = 10; client < 30; client++) {
                refuse("10.0.0." + client, "10.0.1.9", 443, minute);
            }
        }

        List<Alert> alerts = found();
        assertThat(alerts).hasSize(2); // the first client, and then the service
        assertThat(alerts)
                .filteredOn(alert -> alert.detail().entity().type().equals("service"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
                    assertThat(alert.detail().values())
                            .containsEntry("kind", "blocked")
                            .containsKey("worked_until");
                });

        for (int client = 10; client < 30; client++) {
            work("10.0.0." + client, "10.0.1.9", 41, 42);
        }
        assertThat(found())
                .hasSize(2)
                .allSatisfy(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    /** The client's interface lets through what the server's refuses: the same connection, in two records. */
    @Test
    void shouldNotTakeTheClientsInterfaceForTheServers() {
        work("10.0.0.5", "10.0.1.9", 0, 30);
        for (int minute = 31; minute < 40; minute++) {
            refuse("10.0.0.5", "10.0.1.9", 443, minute);
            topology.pipe(worked("10.0.0.5", "10.0.1.9", minute).flowFields(Map.of("interface-id", "eni-client")));
        }

        assertThat(found()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"hiccup", "behind the close", "in between", "never worked", "answers"})
    void shouldNotCallItACutOffApplication(String what) {
        if (!what.equals("never worked")) {
            work("10.0.0.5", "10.0.1.9", 0, 30);
        }
        for (int i = 0; i < 9; i++) {
            int minute = what.equals("hiccup") ? 31 : 31 + i;
            Observations record = refused("10.0.0.5", "10.0.1.9", 443, minute);
            switch (what) {
                case "behind the close" -> topology.pipe(record.tcpFlags(1));
                case "in between" -> {
                    topology.pipe(record);
                    topology.pipe(worked("10.0.0.5", "10.0.1.9", minute));
                }
                case "answers" ->
                    topology.pipe(record.from("10.0.1.9")
                            .fromPort(443)
                            .to("10.0.0.5", 50_000)
                            .tcpFlags(0));
                default -> topology.pipe(record);
            }
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTellOfMoreRefusedThanIsUsualAtAServiceUntilItIsCalm() {
        work("10.0.0.5", "10.0.1.9", 0, 4 * HOUR);
        for (int i = 0; i < 200; i++) {
            refuse("198.51.100." + i % 100, "10.0.1.9", 443, 4 * HOUR);
        }

        assertThat(found())
                .filteredOn(alert -> alert.detail().values().get("kind").equals("spike"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.detail().entity().value()).isEqualTo("10.0.1.9:443");
                    assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
                });

        work("10.0.0.5", "10.0.1.9", 5 * HOUR, 5 * HOUR + 2);
        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldNotJudgeAServiceBeforeItIsKnown() {
        work("10.0.0.5", "10.0.1.9", 0, HOUR);
        for (int i = 0; i < 200; i++) {
            refuse("198.51.100." + i % 100, "10.0.1.9", 443, HOUR);
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTakeWhatRecursForUsual() {
        work("10.0.0.5", "10.0.1.9", 0, 5);
        for (int minute = 0; minute < 6 * HOUR; minute++) {
            for (int i = 0; i < 6; i++) {
                refuse("198.51.100." + i, "10.0.1.9", 443, minute);
            }
        }

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTellOfAHostThatTriesAgainAndAgain() {
        refuse("10.0.0.66", "10.0.2.1", 22, 0);
        for (int i = 0; i < 600; i++) {
            refuse("10.0.0.66", "10.0.2.1", 22, 4 * HOUR);
        }

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("kind", "insistent");
            assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
        });
    }

    @Test
    void shouldCountWhatBelongsToAnotherTime() {
        refuse("10.0.0.66", "10.0.2.1", 22, 0);
        refuse("10.0.0.66", "10.0.2.1", 22, -3 * 24 * HOUR);

        assertThat(topology.metric("plainsight_stream_late_observations_total", "store", SourceStage.INTERNAL_STORE))
                .isEqualTo(1);
    }

    private void scan(String host, int minute) {
        for (int i = 0; i < 64; i++) {
            refuse(host, "10.0.2." + i, 22, minute);
        }
    }

    private void refuse(String from, String to, int service, int minute) {
        topology.pipe(refused(from, to, service, minute));
    }

    private Observations refused(String from, String to, int service, int minute) {
        return record(from, to, service, minute).oneWay(60, 1).tcpFlags(SYN).type("connection", "denied");
    }

    /** A connection each minute. */
    private void work(String from, String to, int minute, int until) {
        for (int at = minute; at < until; at++) {
            topology.pipe(worked(from, to, at));
        }
    }

    private Observations worked(String from, String to, int minute) {
        return record(from, to, 443, minute).oneWay(4_000, 10).tcpFlags(SYN);
    }

    private Observations record(String from, String to, int service, int minute) {
        return Observations.flowLog()
                .from(from)
                .fromPort(++port)
                .to(to, service)
                .after(Duration.ofMinutes(minute))
                .flowFields(Map.of("interface-id", "eni-server"));
    }

    private List<Alert> found() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals(RejectedSpikeRule.TEXT.id()))
                .toList();
    }
}
