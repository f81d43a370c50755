package io.plainsight.stream.detection.handshakefailure;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.AcceptingPolicy;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes wrong at real sites, each with its innocent twin. Times are minutes from the start. */
class HandshakeScenariosTest {
    private static final int CLIENTS = 8;

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

    @Test
    void shouldSayWhyAndWhoRejected() {
        traffic(0, 40, 10);
        for (int i = 0; i < 30; i++) {
            topology.pipe(at(40, i).alert("certificate_expired", "client").action("handshake_failed"));
        }

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("handshake-failure-spike");
            assertThat(alert.detail().values())
                    .containsEntry("main_cause", "server-certificate-expired")
                    .containsEntry("cause_group", "server-certificate")
                    .containsEntry("rejected_by", "client")
                    .containsEntry("fault_at", "server");
            assertThat(alert.detail().remediation()).startsWith("Renew the certificate");
            assertThat(alert.event().reason()).contains("because it has expired");
        });
    }

    @Test
    void shouldCloseWhenItHasBeenCalmForTwoWindows() {
        traffic(0, 40, 10);
        burst(40, 30);
        traffic(41, 8, 10);
        assertThat(topology.alerts()).singleElement().satisfies(HandshakeScenariosTest::isOpen);

        traffic(49, 5, 10);

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED));
    }

    @Test
    void shouldStayOpenWhenItOnlyFellSilent() {
        traffic(0, 40, 10);
        burst(40, 30);
        topology.pipe(at(70, 1));
        topology.pipe(at(71, 1));

        assertThat(topology.alerts()).singleElement().satisfies(HandshakeScenariosTest::isOpen);
    }

    @Test
    void shouldStaySilentWhenAServiceRestartsForHalfAMinute() {
        traffic(0, 40, 60);
        for (int i = 0; i < 30; i++) {
            topology.pipe(at(40, i)
                    .failure("closed_by_server")
                    .action("handshake_failed")
                    .version(null));
        }
        traffic(40, 10, 60);

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldStaySilentOnOneBrokenClientThatGoesOnTrying() {
        for (int minute = 0; minute < 60; minute++) {
            traffic(minute, 1, 4);
            for (int i = 0; i < 6; i++) {
                topology.pipe(failure(minute, i * 7).from("10.0.3.3"));
            }
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldStaySilentOnHealthChecksThatSendNoHello() {
        for (int minute = 0; minute < 60; minute++) {
            for (int i = 0; i < 6; i++) {
                topology.pipe(at(minute, i * 9)
                        .failure("closed_by_client")
                        .action("handshake_failed")
                        .version(null));
            }
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldMakeOneFindingOfAScanner() {
        for (int round = 0; round < 5; round++) {
            for (int service = 0; service < 12; service++) {
                topology.pipe(failure(round, service).from("10.0.3.3").to("10.0.1." + service, 443));
            }
        }

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("tls-scanner");
            assertThat(alert.detail().entity().value()).isEqualTo("10.0.3.3");
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.LOW);
            assertThat(alert.detail().values()).containsEntry("services", 12);
        });
    }

    /** Partitions are read beside each other: after a failure one may be minutes ahead of the others. */
    @Test
    void shouldCountAScannerTheSameInWhateverOrderItsServicesAreRead() {
        for (int service = 0; service < 6; service++) {
            for (int i = 0; i < 80; i++) {
                topology.pipe(scan(i, service));
            }
        }
        long serviceByService = topology.alerts().get(0).detail().count();
        try (TopologyHarness inOrder = new TopologyHarness(Policy.defaults(), directory.resolve("in-order"))) {
            for (int i = 0; i < 80; i++) {
                for (int service = 0; service < 6; service++) {
                    inOrder.pipe(scan(i, service));
                }
            }

            assertThat(inOrder.alerts())
                    .singleElement()
                    .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(serviceByService));
        }
        // ten a minute of each service are told
        assertThat(serviceByService).isEqualTo(6 * 4 * 10);
    }

    private static Observations scan(int number, int service) {
        return failure(number / 20, number % 20).from("10.0.3.3").to("10.0.1." + service, 443);
    }

    @Test
    void shouldTakeScannersOutOfTheServicesThatTheyTried() {
        for (int round = 0; round < 3; round++) {
            for (int scanner = 0; scanner < 6; scanner++) {
                for (int service = 0; service < 10; service++) {
                    topology.pipe(
                            failure(round, scanner).from("10.0.3." + scanner).to("10.0.1." + service, 443));
                }
            }
        }
        // the scanners go on, each within what one client may add
        for (int i = 0; i < 40; i++) {
            topology.pipe(failure(4, i).from("10.0.3." + i % 6).to("10.0.1.1", 443));
        }

        assertThat(topology.alerts())
                .hasSize(6)
                .allSatisfy(alert -> assertThat(alert.rule().id()).isEqualTo("tls-scanner"));
    }

    @Test
    void shouldTellAClientThatBrokeFromAScanner() {
        for (int service = 0; service < 5; service++) {
            topology.pipe(at(0, service).from("10.0.3.3").to("10.0.1." + service, 443));
        }
        for (int i = 0; i < 30; i++) {
            topology.pipe(failure(10, i).from("10.0.3.3").to("10.0.1." + i % 5, 443));
        }

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("handshake-failure-client");
            assertThat(alert.detail().entity().value()).isEqualTo("10.0.3.3");
        });
    }

    @Test
    void shouldFindWhatSeveralServicesShare() {
        for (int i = 0; i < 60; i++) {
            topology.pipe(failure(10, i).from("10.0.3." + i % 30).to("10.0.1." + i % 30 / 2, 443));
        }

        assertThat(topology.alerts())
                .filteredOn(alert -> alert.rule().id().equals("handshake-failure-cause"))
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().entity().value()).isEqualTo("algorithm"));
    }

    @Test
    void shouldRaiseNothingThatThePolicyAccepts() throws PolicyException {
        topology.close();
        topology = new TopologyHarness(AcceptingPolicy.make(), directory.resolve("accepting"));
        for (int i = 0; i < 60; i++) {
            topology.pipe(failure(10, i).from("10.0.3." + i % 30).to("10.0.1." + i % 30 / 2, 443));
        }

        assertThat(topology.alerts()).extracting(alert -> alert.rule().id()).isEmpty();
        assertThat(topology.metric(
                        "plainsight_stream_accepted_findings_total",
                        new String[] {"rule", "exception"},
                        new String[] {"handshake-failure-cause", "everything"}))
                .isPositive();
    }

    @Test
    void shouldFindAnOutageOfAServiceThatFewUse() {
        traffic(0, 60, 1);
        for (int minute = 60; minute < 76; minute++) {
            topology.pipe(failure(minute, 5).from("10.0.2." + minute % 3));
        }

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("handshake-outage");
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.HIGH);
        });

        traffic(76, 25, 1);

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED));
    }

    /** The same four as above, of which each just reaches what is asked for here, or fails to. */
    @ParameterizedTest
    @CsvSource({
        "'tls-scanner: {services: 12, failures: 60}', tls-scanner",
        "'tls-scanner: {services: 13}',",
        "'tls-scanner: {failures: 121}',",
        "'handshake-outage: {failures: 16, clients: 3}', handshake-outage",
        "'handshake-outage: {failures: 17}',",
        "'handshake-outage: {clients: 4}',",
        "'handshake-failure-client: {failures: 30, services: 5}', handshake-failure-client",
        "'handshake-failure-client: {failures: 31}',",
        "'handshake-failure-client: {services: 6}',",
        "'handshake-failure-cause: {failures: 60, services: 15, clients: 30}', handshake-failure-cause",
        "'handshake-failure-cause: {services: 16}',",
        "'handshake-failure-cause: {failures: 61}',",
        "'handshake-failure-cause: {clients: 31}',",
    })
    void shouldTakeTheFloorsOfEachRuleFromThePolicy(String learning, String rule) throws PolicyException {
        topology.close();
        topology = new TopologyHarness(PolicyReader.parse("p.yaml", "learning: {" + learning + "}"), directory);
        String judged = learning.substring(0, learning.indexOf(':'));

        switch (judged) {
            case "tls-scanner" -> {
                for (int i = 0; i < 60; i++) {
                    topology.pipe(failure(i / 12, i % 12).from("10.0.3.3").to("10.0.1." + i % 12, 443));
                }
            }
            case "handshake-outage" -> {
                traffic(0, 60, 1);
                for (int i = 0; i < 16; i++) {
                    topology.pipe(failure(60 + i * 9 / 15, i).from("10.0.2." + i % 3));
                }
            }
            case "handshake-failure-client" -> {
                for (int service = 0; service < 5; service++) {
                    topology.pipe(at(0, service).from("10.0.3.3").to("10.0.1." + service, 443));
                }
                for (int i = 0; i < 30; i++) {
                    topology.pipe(failure(10, i).from("10.0.3.3").to("10.0.1." + i % 5, 443));
                }
            }
            default -> {
                for (int i = 0; i < 60; i++) {
                    topology.pipe(failure(10, i).from("10.0.3." + i % 30).to("10.0.1." + i % 30 / 2, 443));
                }
            }
        }

        assertThat(topology.alerts().stream().map(alert -> alert.rule().id()).filter(judged::equals))
                .containsExactlyElementsOf(rule == null ? List.of() : List.of(rule));
    }

    @Test
    void shouldNotCallItAnOutageWhileAnythingSucceeds() {
        traffic(0, 60, 1);
        for (int minute = 60; minute < 90; minute++) {
            topology.pipe(failure(minute, 5).from("10.0.2." + minute % 3));
            if (minute % 8 == 0) {
                topology.pipe(at(minute, 6));
            }
        }

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldFindASlowRise() {
        traffic(0, 150, 20);
        for (int minute = 150; minute < 420; minute++) {
            traffic(minute, 1, 18);
            for (int i = 0; i < 1 + (minute - 150) / 90; i++) {
                topology.pipe(failure(minute, 10 + i).from("10.0.2." + (minute + i) % 5));
            }
        }

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.rule().id()).isEqualTo("handshake-failure-drift"));
    }

    @Test
    void shouldNotConcludeFromSilenceWhereTheSensorLostMuch() {
        traffic(0, 40, 10);
        for (int i = 0; i < 40; i++) {
            topology.pipe(at(40, i)
                    .failure("no_server_hello")
                    .action("handshake_failed")
                    .version(null)
                    .lossy(0.2));
        }

        assertThat(topology.alerts()).allSatisfy(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.INFO);
            assertThat(alert.detail().values()).containsEntry("main_cause", "unknown-cause");
        });
    }

    @Test
    void shouldCountWhatComesLateWhereItBelongs() {
        traffic(0, 40, 10);
        List<Observations> late = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            late.add(failure(40, i));
        }
        topology.pipe(at(52, 1)); // another sensor is ahead
        late.forEach(topology::pipe);

        assertThat(topology.alerts()).singleElement().satisfies(HandshakeScenariosTest::isOpen);
    }

    @Test
    void shouldExportEveryCauseFromTheStart() {
        String[] labels = {"cause", "group"};
        topology.pipe(failure(0, 0));

        assertThat(topology.metric("plainsight_stream_handshake_failures_total", labels, new String[] {
                    "no-shared-algorithm", "algorithm"
                }))
                .isEqualTo(1);
        assertThat(topology.metric("plainsight_stream_handshake_failures_total", labels, new String[] {
                    "server-certificate-expired", "server-certificate"
                }))
                .isZero();
    }

    private static void isOpen(Alert alert) {
        assertThat(alert.rule().id()).isEqualTo("handshake-failure-spike");
        assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN);
    }

    private void traffic(int fromMinute, int minutes, int perMinute) {
        for (int minute = fromMinute; minute < fromMinute + minutes; minute++) {
            for (int i = 0; i < perMinute; i++) {
                topology.pipe(at(minute, i * 59 / Math.max(1, perMinute)));
            }
        }
    }

    private void burst(int minute, int failures) {
        for (int i = 0; i < failures; i++) {
            topology.pipe(failure(minute, i));
        }
    }

    private static Observations at(int minute, int second) {
        return Observations.tls()
                .from("10.0.2." + second % CLIENTS)
                .after(Duration.ofMinutes(minute).plusSeconds(second));
    }

    private static Observations failure(int minute, int second) {
        return Observations.failedHandshake()
                .from("10.0.2." + second % CLIENTS)
                .after(Duration.ofMinutes(minute).plusSeconds(second));
    }
}
