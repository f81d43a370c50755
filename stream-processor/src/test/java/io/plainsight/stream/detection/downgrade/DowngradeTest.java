package io.plainsight.stream.detection.downgrade;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of marks, the limits of each threshold, and what must not mix. The scenarios stand in {@link DowngradeScenariosTest}. */
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
            assertThat(alert.detail().values()).containsEntry("row", row).containsEntry("blame", "on-path");
            assertThat(alert.detail().severity().text()).isEqualTo(severity);
            assertThat(alert.threat().technique().id()).isEqualTo("T1562.010");
        });
    }

    /** GnuTLS told to list TLS 1.2 first, at Go's server: seen in the laboratory. */
    @Test
    void shouldOnlySuggestWhereTheClientItselfPrefersLess() {
        topology.pipe(handshake("1.3", "1.2", false).offering("1.2", "1.3").sentinel("tls12"));

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values())
                    .containsEntry("row", "client-preference")
                    .containsEntry("blame", "client-limited");
            assertThat(alert.detail().severity().text()).isEqualTo("info");
        });
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
        for (int i = 0; i < 30; i++) {
            topology.pipe(
                    handshake(offered, negotiated, true).sentinel(sentinel).after(Duration.ofHours(i)));
        }

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldCollapseAStormIntoOneAlert() {
        for (int i = 0; i < 500; i++) {
            topology.pipe(handshake("1.3", "1.2", true)
                    .sentinel("tls12")
                    .from("10.0." + i / 250 + "." + i % 250)
                    .after(Duration.ofMillis(i)));
        }

        assertThat(downgrades()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().count()).isEqualTo(500);
            assertThat(alert.event().reason()).contains("clients at this service alone");
        });
    }

    @Test
    void shouldTrustAForgeableRandomLess() {
        topology.pipe(handshake("1.3", "1.2", true)
                .cipher("TLS_RSA_WITH_AES_128_GCM_SHA256")
                .client(c -> c.supportedCiphers(List.of("TLS_RSA_WITH_AES_128_GCM_SHA256")))
                .sentinel("tls12"));

        assertThat(downgrades())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().confidence()).isEqualTo(0.6));
    }

    @Test
    void shouldNotTakeAHelloThatWasCutShortForWhatTheClientCan() {
        UnaryOperator<Observations> cutShort = o -> o.client(c -> c.ja3(null).ja4(null));
        usual(20, 25, o -> o);
        for (int i = 0; i < 6; i++) {
            topology.pipe(cutShort.apply(handshake("1.2", "1.2", true)
                    .sentinel("tls12")
                    .client(c -> c.supportedCiphers(List.of("TLS_RSA_WITH_AES_128_CBC_SHA")))
                    .after(Duration.ofHours(30 + i))));
        }

        assertThat(downgrades()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"30, true", "31, false"})
    void shouldRecogniseAFallbackDanceWithinThirtySeconds(int seconds, boolean danced) {
        topology.pipe(Observations.failedHandshake().offering("1.3", "1.2").failure("reset_by_server"));
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").after(Duration.ofSeconds(seconds)));

        assertThat(rows()).containsExactlyElementsOf(danced ? List.of("fallback-dance") : List.of());
    }

    /** Who swallows a hello makes the client hang up; who only looks by hangs up at once. */
    @ParameterizedTest
    @CsvSource({"closed_by_client, 2000, true", "reset_by_client, 8000, true", "closed_by_client, 1999, false"})
    void shouldTakeAHelloWithoutAnyAnswerForRefusedOnceTheClientHasWaited(
            String failure, int waitedMs, boolean danced) {
        topology.pipe(Observations.failedHandshake()
                .offering("1.3", "1.2")
                .failure(failure)
                .phase("client_hello")
                .lasting(Duration.ofMillis(waitedMs)));
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").after(Duration.ofSeconds(1)));

        assertThat(rows()).containsExactlyElementsOf(danced ? List.of("fallback-dance") : List.of());
    }

    @Test
    void shouldTrustADanceLessWhereTheSensorLostPackets() {
        topology.pipe(Observations.failedHandshake().offering("1.3", "1.2").failure("no_server_hello"));
        topology.pipe(handshake("1.2", "1.2", true).sentinel("tls12").lossy(0.1).after(Duration.ofSeconds(1)));

        assertThat(downgrades())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().confidence()).isLessThan(0.5));
    }

    /** The third low handshake, with two of them older than what may still be on its way. */
    @ParameterizedTest
    @CsvSource({
        "20, 25, 3, 60, true",
        "19, 25, 3, 60, false",
        "20, 23, 3, 60, false",
        "20, 25, 2, 60, false",
        "20, 25, 3, 20, false",
        "20, 25, 6, 20, true",
    })
    void shouldWeighARegressionByTheServersHistory(int handshakes, int hours, int lows, int seconds, boolean found) {
        usual(handshakes, hours, o -> o);

        for (int i = 0; i < lows; i++) {
            topology.pipe(handshake("1.3", "1.2", true)
                    .after(Duration.ofHours(hours + 1).plusSeconds((long) i * seconds)));
        }

        assertThat(rows()).containsExactlyElementsOf(found ? List.of("best-seen-regression") : List.of());
    }

    @Test
    void shouldNotMixServicesOrServerNames() {
        usual(20, 25, o -> o.serverName("a.internal"));
        for (int i = 0; i < 6; i++) {
            Duration at = Duration.ofHours(30 + i);
            topology.pipe(handshake("1.3", "1.2", true).serverName("b.internal").after(at));
            topology.pipe(handshake("1.3", "1.2", true)
                    .serverName("a.internal")
                    .to("10.0.1.10", 443)
                    .after(at));
        }

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldNotJudgeAnOldCaptureByWhatCameLater() {
        usual(20, 25, o -> o);
        for (int i = 0; i < 6; i++) {
            topology.pipe(handshake("1.3", "1.2", true)
                    .at(Instant.parse("2015-03-01T08:00:00Z").plusSeconds(3600L * i)));
        }

        assertThat(downgrades()).isEmpty();
    }

    @Test
    void shouldCountARegressionOnWithinOneAlert() {
        usual(20, 25, o -> o);
        for (int i = 0; i < 10; i++) {
            topology.pipe(handshake("1.3", "1.2", true).after(Duration.ofHours(26 + i)));
        }

        assertThat(downgrades())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().count()).isEqualTo(8));
    }

    /** Of each kind: usual for a day, then less. */
    private void usual(int handshakes, int hours, UnaryOperator<Observations> more) {
        Duration step = Duration.ofHours(hours).dividedBy(handshakes - 1);
        for (int i = 0; i < handshakes; i++) {
            topology.pipe(more.apply(handshake("1.3", "1.3", true).after(step.multipliedBy(i))));
        }
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
