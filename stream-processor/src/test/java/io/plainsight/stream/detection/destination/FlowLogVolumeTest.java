package io.plainsight.stream.detection.destination;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
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

/** What goes out to a destination that nobody used before, where no sensor listens: by flow logs alone. */
class FlowLogVolumeTest {
    private static final long MIB = 1L << 20;
    private static final String STRANGE = "198.51.100.44";
    private static final int LEARNED = 9;

    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void learn() {
        topology = new TopologyHarness(Policy.defaults(), directory);
        for (int day = 0; day < LEARNED; day++) {
            for (int host = 1; host <= 5; host++) {
                topology.pipe(record("10.0.0." + host, "203.0.113.9", day, 0).oneWay(20_000, 20));
            }
        }
        assertThat(topology.alerts()).isEmpty();
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"allowed", "info"}) // Google and routers name no decision
    void shouldTellOfAFirstLargeTransferToADestinationThatNobodyUsed(String type) {
        for (int minute = 0; minute < 40; minute++) {
            topology.pipe(upload(minute, 10 * MIB).type("connection", type));
        }

        assertThat(found("unusual-volume")).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().entity().value()).isEqualTo("10.0.0.5");
            assertThat(((Number) alert.detail().values().get("bytes_out")).longValue())
                    .isGreaterThan(200 * MIB);
            assertThat(alert.event().reason()).contains("MiB in a day to " + STRANGE + ":443");
        });
    }

    @Test
    void shouldTellOfASmallerOneAsANewDestinationWithItsVolume() {
        for (int minute = 0; minute < 10; minute++) {
            topology.pipe(upload(minute, 6 * MIB));
        }

        List<Alert> alerts = topology.alerts();
        assertThat(alerts)
                .filteredOn(alert -> alert.rule().id().equals("new-destination"))
                .filteredOn(alert -> alert.detail().entity().value().equals("10.0.0.5"))
                .singleElement()
                .satisfies(alert -> {
                    assertThat(alert.detail().severity()).isEqualTo(Severity.LOW);
                    assertThat(alert.event().reason()).contains("and sent ", " MiB there");
                    assertThat(alert.detail().values()).containsKey("bytes_out");
                });
        assertThat(alerts).noneMatch(alert -> alert.rule().id().equals("unusual-volume"));
    }

    /** One reader tells of them all. */
    @Test
    void shouldNotAddUpWhatSeveralInterfacesReport() {
        for (int minute = 0; minute < 6; minute++) {
            for (String reporter : List.of("eni-1", "eni-nat", "eni-gateway")) {
                topology.pipe(upload(minute, 10 * MIB).flowFields(Map.of("interface-id", reporter)));
            }
        }

        assertThat(found("unusual-volume")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"denied, false", "allowed, true"})
    void shouldSayNothingOfWhatWasRefusedOrCameBack(String type, boolean answers) {
        for (int minute = 0; minute < 40; minute++) {
            Observations record = upload(minute, 10 * MIB).type("connection", type);
            topology.pipe(answers ? record.from(STRANGE).fromPort(443).to("10.0.0.5", 50_000) : record);
        }

        assertThat(found("unusual-volume")).isEmpty();
        assertThat(found("new-destination")).isEmpty();
    }

    private static Observations upload(int minute, long bytes) {
        return record("10.0.0.5", STRANGE, LEARNED, minute).oneWay(bytes, bytes / 1_400);
    }

    private static Observations record(String from, String to, int day, int minute) {
        return Observations.flowLog()
                .from(from)
                .fromPort(50_000)
                .to(to, 443)
                .observer("flow-logs")
                .flowFields(Map.of("interface-id", "eni-1"))
                .after(Duration.ofDays(day - 20).plusMinutes(minute));
    }

    private List<Alert> found(String rule) {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals(rule))
                .toList();
    }
}
