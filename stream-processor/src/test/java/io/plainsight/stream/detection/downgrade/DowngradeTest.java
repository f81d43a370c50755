package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
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

class DowngradeTest {
    private static final String CBC_10 = "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA";
    private static final String GCM_12 = "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256";

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

    @ParameterizedTest
    @CsvSource({
        "1.3, 1.2, tls12, true, sentinel-1.2, critical",
        "1.3, 1.2, tls12, false, sentinel-1.2, high",
        "1.3, 1.2, tls11, false, sentinel-1.2, high",
        "1.3, 1.1, tls11, true, sentinel-below-1.2, critical",
        "1.3, 1.0, tls12, false, sentinel-below-1.2, critical",
        "1.2, 1.1, tls11, true, sentinel-legacy, high",
    })
    void shouldFireOnAMarkThatContradictsTheHello(
            String offered, String negotiated, String sentinel, boolean completed, String row, String severity) {
        topology.pipe(handshake(offered, negotiated, completed).sentinel(sentinel));

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("row", row);
            assertThat(alert.detail().severity().text()).isEqualTo(severity);
            assertThat(alert.threat().technique().id()).isEqualTo("T1562.010");
        });
    }

    @Test
    void shouldNotLoseTheProofWhenPacketsOfTheHandshakeAreMissing() {
        topology.pipe(handshake("1.3", "1.2", false).sentinel("tls12").undecided());

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("row", "sentinel-1.2");
            assertThat(alert.event().reason()).doesNotContain("completed");
        });
    }

    @Test
    void shouldStaySilentOnAnUndecidedHandshakeOfAnOldClient() {
        topology.pipe(handshake("1.2", "1.2", false).sentinel("tls12").undecided());

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldNotTakeAServerThatWasNotCapturedForOneThatRefused() {
        topology.pipe(Observations.failedHandshake()
                .offering("1.3", "1.2")
                .failure("no_server_hello")
                .unheard());
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").after(Duration.ofSeconds(5)));

        assertThat(rows()).doesNotContain("fallback-dance");
    }

    /** In order: an old client at a new server, a server limited to 1.2, GnuTLS twice, BoringSSL's marker, old clients. */
    @ParameterizedTest
    @CsvSource({
        "1.2, 1.2, tls12",
        "1.3, 1.2,",
        "1.3, 1.3, tls12",
        "1.3, 1.3, tls11",
        "1.3, 1.2, jdk11",
        "1.1, 1.1, tls11",
        "1.0, 1.0,"
    })
    void shouldStaySilentOnTheInnocentNeighbour(String offered, String negotiated, String sentinel) {
        for (int i = 0; i < 3; i++) {
            topology.pipe(
                    handshake(offered, negotiated, true).sentinel(sentinel).after(Duration.ofHours(i)));
        }

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldTrustAForgeableRandomLess() {
        topology.pipe(handshake("1.3", "1.2", true)
                .cipher("TLS_RSA_WITH_AES_128_GCM_SHA256")
                .sentinel("tls12"));

        assertThat(downgrades())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().confidence()).isEqualTo(0.6));
    }

    @Test
    void shouldReportAFallbackThatTheServerRefused() {
        topology.pipe(Observations.failedHandshake()
                .offering("1.2")
                .fallbackScsv()
                .alert("inappropriate_fallback", "server"));

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("row", "fallback-refused");
            assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
        });
    }

    @Test
    void shouldFireWhenAFallbackIsAcceptedBelowWhatTheServerCan() {
        topology.pipe(handshake("1.3", "1.3", true));
        topology.pipe(handshake("1.2", "1.2", true).fallbackScsv().after(Duration.ofMinutes(1)));

        assertThat(rows()).containsExactly("fallback-accepted");
    }

    @Test
    void shouldStaySilentOnAFallbackAtTheServersBest() {
        topology.pipe(handshake("1.2", "1.2", true));
        topology.pipe(handshake("1.2", "1.2", true).fallbackScsv().after(Duration.ofMinutes(1)));

        assertThat(downgrades()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, fallback-dance", "31, client-regression"})
    void shouldRecogniseAFallbackDanceWithinThirtySeconds(int seconds, String row) {
        topology.pipe(Observations.failedHandshake().offering("1.3", "1.2").failure("reset_by_server"));
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").after(Duration.ofSeconds(seconds)));

        assertThat(rows()).containsExactly(row);
    }

    @Test
    void shouldOnlySuggestThatAClientGotWorse() {
        topology.pipe(handshake("1.3", "1.3", true));
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").after(Duration.ofHours(1)));

        assertThat(rows()).containsExactly("client-regression");
    }

    @Test
    void shouldNotMixClientsServicesOrServerNames() {
        topology.pipe(handshake("1.3", "1.3", true).serverName("a.internal"));
        topology.pipe(handshake("1.2", "1.2", true)
                .sentinel("tls12")
                .serverName("a.internal")
                .from("10.0.0.6"));
        topology.pipe(handshake("1.3", "1.2", true).serverName("b.internal").after(Duration.ofHours(1)));
        topology.pipe(handshake("1.3", "1.2", true).to("10.0.1.10", 443).after(Duration.ofHours(1)));

        assertThat(downgrades()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"20, 25, MEDIUM", "19, 25, INFO", "20, 23, INFO"})
    void shouldWeighARegressionByTheServersHistory(int handshakes, int hours, Severity severity) {
        Duration step = Duration.ofHours(hours).dividedBy(handshakes - 1);
        for (int i = 0; i < handshakes; i++) {
            topology.pipe(handshake("1.3", "1.3", true).after(step.multipliedBy(i)));
        }

        topology.pipe(handshake("1.3", "1.2", true).after(Duration.ofHours(hours + 1)));

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("row", "best-seen-regression");
            assertThat(alert.detail().severity()).isEqualTo(severity);
        });
    }

    @Test
    void shouldLearnAMixedPool() {
        for (int i = 0; i < 40; i++) {
            topology.pipe(handshake("1.3", i % 4 == 0 ? "1.2" : "1.3", true).after(Duration.ofMinutes(i)));
        }
        topology.alerts();

        topology.pipe(handshake("1.3", "1.2", true).after(Duration.ofDays(3)));

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldForgetAfterThirtyDaysOfPacketTime() {
        topology.pipe(handshake("1.3", "1.3", true));
        topology.pipe(handshake("1.3", "1.2", true).after(Duration.ofDays(31)));

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldNotJudgeAnOldCaptureByWhatCameLater() {
        topology.pipe(handshake("1.3", "1.3", true));
        topology.pipe(handshake("1.3", "1.2", true).at(Instant.parse("2015-03-01T08:00:00Z")));
        topology.pipe(handshake("1.3", "1.2", true).after(Duration.ofHours(1)));

        assertThat(downgrades())
                .extracting(alert -> alert.event().start())
                .containsExactly(Observations.NOW.plus(Duration.ofHours(1)));
    }

    private static Observations handshake(String offered, String negotiated, boolean completed) {
        String[] versions = offered.equals("1.3") ? new String[] {"1.3", "1.2"} : new String[] {offered};
        Observations o = Observations.tls().offering(versions).version(negotiated);
        o.cipher(negotiated.equals("1.3") ? "TLS_AES_128_GCM_SHA256" : negotiated.equals("1.2") ? GCM_12 : CBC_10);
        return completed ? o : o.action(Actions.HANDSHAKE_FAILED).alert("illegal_parameter", "client");
    }

    private List<Object> rows() {
        return downgrades().stream()
                .map(alert -> alert.detail().values().get("row"))
                .toList();
    }

    private List<Alert> downgrades() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals("downgrade"))
                .toList();
    }
}
