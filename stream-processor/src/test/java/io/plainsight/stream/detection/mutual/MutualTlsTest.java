package io.plainsight.stream.detection.mutual;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutualTlsTest {
    private static final String POLICY = """
            name: mesh
            zones:
              - {name: mesh, networks: [10.7.0.0/16]}
            services:
              - {name: mesh, zones: [mesh], ports: [8443], mutual-tls: required}
              - {name: api, server-names: ["*.api.internal"], mutual-tls: required}
            """;
    private static final Instant START = Observations.NOW;

    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void start() throws PolicyException {
        topology = new TopologyHarness(PolicyReader.parse("policy.yaml", POLICY), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @CsvSource({"declined, went on without", "not_requested, did not ask"})
    void shouldTellAClientWithoutCertificateWhereThePolicyRequiresOne(String mutual, String words) {
        topology.pipe(mesh().mutual(mutual).mutualConfidence(0.9));

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().confidence()).isEqualTo(0.9);
            assertThat(alert.event().reason()).contains(words).contains("the policy requires it");
        });
    }

    @Test
    void shouldTellATls12ServerThatDoesNotAsk() {
        topology.pipe(mesh().tls12());

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.HIGH);
            assertThat(alert.detail().confidence()).isEqualTo(1.0);
        });
    }

    @Test
    void shouldGoByTheNameAsked() {
        topology.pipe(Observations.tls().tls12().serverName("v1.api.internal"));
        topology.pipe(Observations.tls().tls12().serverName("notapi.internal"));
        topology.pipe(Observations.tls().tls12().to("10.7.0.1", 9000));
        topology.pipe(Observations.tls().tls12().to("10.8.0.1", 8443));

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().entity().value()).contains("v1.api.internal"));
    }

    /** TLS 1.3 of an unknown shape, a resumption, a certificate, a question without answer, a failure for another reason. */
    @Test
    void shouldConcludeNothingFromWhatIsNotKnown() {
        topology.pipe(mesh());
        topology.pipe(mesh().tls12().resumed());
        topology.pipe(mesh().mutual("presented").mutualConfidence(0.9));
        topology.pipe(mesh().mutual("requested"));
        topology.pipe(Observations.failedHandshake().to("10.7.0.1", 8443));
        topology.pipe(mesh().tls12().action(Actions.FLOW_ENDED));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldOnlySuggestWhatMayBeAmongTheLost() {
        topology.pipe(mesh().tls12().lossy(0.2));

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().severity()).isEqualTo(Severity.INFO));
    }

    @Test
    void shouldTellTheExceptionFromALearnedBaseline() {
        baseline(60, Duration.ofMinutes(30), 0);

        topology.pipe(service(31).mutual("not_requested").from("10.0.0.66"));

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.event().reason()).contains("60 of 60 handshakes before had one");
        });
    }

    /** Too few, over too short a time, or too mixed. */
    @ParameterizedTest
    @CsvSource({"45, 35, 0", "60, 20, 0", "60, 30, 10"})
    void shouldNotTakeThatForABaseline(int handshakes, int minutesApart, int every) {
        baseline(handshakes, Duration.ofMinutes(minutesApart), every);

        topology.pipe(service(40).mutual("not_requested").from("10.0.0.66"));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldKeepQuietAboutAHealthCheckThatNeverHadACertificate() {
        for (int i = 0; i < 200; i++) {
            topology.pipe(service(0).after(Duration.ofMinutes(15L * i)).mutual("presented"));
            if (i % 25 == 0) {
                topology.pipe(service(0)
                        .after(Duration.ofMinutes(15L * i).plusSeconds(1))
                        .from("10.0.0.99")
                        .mutual("not_requested"));
            }
        }
        assertThat(alerts()).isEmpty();

        topology.pipe(service(51).from("10.0.0.99").mutual("not_requested"));
        assertThat(alerts()).isEmpty();

        topology.pipe(service(51).from("10.0.0.66").mutual("not_requested"));
        assertThat(alerts()).hasSize(1);
    }

    @Test
    void shouldForgetABaselineThatNobodyConfirms() {
        baseline(60, Duration.ofMinutes(30), 0);

        topology.pipe(service(31 * 24 + 30).mutual("not_requested"));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldStaySilentOnServicesThatNeverAsked() {
        for (int i = 0; i < 100; i++) {
            topology.pipe(service(i).tls12());
        }

        assertThat(alerts()).isEmpty();
        assertThat(topology.driver().getKeyValueStore(MutualTlsDetector.STORE).approximateNumEntries())
                .isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"bad_certificate", "unknown_ca", "certificate_required", "certificate_expired"})
    void shouldNoteARefusedClientQuietly(String alert) {
        topology.pipe(refusal(0).alert(alert, "server"));

        assertThat(alerts()).singleElement().satisfies(found -> {
            assertThat(found.detail().severity()).isEqualTo(Severity.INFO);
            assertThat(found.detail().values()).containsEntry("alert", alert);
        });
    }

    @Test
    void shouldNotTakeTheClientsRefusalOfTheServerForThis() {
        topology.pipe(refusal(0).alert("unknown_ca", "client"));
        topology.pipe(refusal(0).alert("handshake_failure", "server"));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldTellManyRefusalsAndTheirEnd() {
        for (int i = 0; i < 12; i++) {
            topology.pipe(refusal(i).alert("unknown_ca", "server").from("10.0.3." + i));
        }
        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().status()).isEqualTo(Alert.Status.OPEN);
        });

        for (int i = 0; i < 10; i++) {
            topology.pipe(mesh().after(Duration.ofHours(2).plusSeconds(i)).mutual("presented"));
        }
        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Alert.Status.RESOLVED));
    }

    @Test
    void shouldNotTakeAFewRefusalsAmongManyForTheServicesTrouble() {
        for (int i = 0; i < 3000; i++) {
            topology.pipe(mesh().after(Duration.ofMillis(i)).mutual("presented"));
            if (i % 50 == 0) {
                topology.pipe(refusal(0).after(Duration.ofMillis(i)).alert("unknown_ca", "server"));
            }
        }

        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().severity()).isEqualTo(Severity.INFO));
    }

    @Test
    void shouldSayNothingAboutRefusalsWhereNobodyExpectsCertificates() {
        topology.pipe(Observations.failedHandshake().alert("unknown_ca", "server"));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldLearnNothingFromACaptureOfAnotherTime() {
        baseline(60, Duration.ofMinutes(30), 0);
        for (int i = 0; i < 20; i++) {
            topology.pipe(service(0)
                    .at(Instant.parse("2015-01-01T00:00:00Z").plusSeconds(i))
                    .mutual("not_requested"));
        }
        assertThat(alerts()).isEmpty();

        topology.pipe(service(31).mutual("not_requested").from("10.0.0.66"));
        assertThat(alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.event().reason()).contains("60 of 60"));
    }

    private void baseline(int handshakes, Duration apart, int everyWithout) {
        for (int i = 0; i < handshakes; i++) {
            boolean without = everyWithout > 0 && i % everyWithout == 0;
            topology.pipe(service(0)
                    .after(apart.multipliedBy(i))
                    .from("10.0.0." + (10 + i % 40))
                    .mutual(without ? "declined" : "presented"));
        }
        assertThat(alerts()).isEmpty();
    }

    private static Observations mesh() {
        return Observations.tls().to("10.7.0.1", 8443);
    }

    private static Observations refusal(int second) {
        return Observations.failedHandshake().to("10.7.0.1", 8443).at(START.plusSeconds(second));
    }

    /** A service that the policy says nothing about. */
    private static Observations service(int hours) {
        return Observations.tls().to("10.0.1.9", 443).after(Duration.ofHours(hours));
    }

    private List<Alert> alerts() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals("mutual-tls-missing"))
                .toList();
    }

    @Test
    void shouldLeaveAServiceAloneWhoseCertificatesThePolicyCallsOptional() throws PolicyException {
        String optional = POLICY.replace("required", "optional");
        try (TopologyHarness other =
                new TopologyHarness(PolicyReader.parse("policy.yaml", optional), directory.resolve("other"))) {
            other.pipe(mesh().mutual("declined").mutualConfidence(0.9));

            assertThat(other.alerts()).extracting(alert -> alert.rule().id()).doesNotContain("mutual-tls-missing");
        }
    }
}
