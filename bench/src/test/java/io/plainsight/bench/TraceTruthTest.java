package io.plainsight.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plainsight.bench.trace.TraceWriter;
import io.plainsight.events.Observation;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The truth beside a trace and the sensor's own account of it agree, so both can be trusted on larger ones. */
class TraceTruthTest {
    private static final int MEGABYTES = 3;

    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"handshakes", "mixed", "bulk"})
    void shouldSeeEveryConnectionAndEveryHello(String kind) throws IOException {
        Path trace = TraceWriter.write(directory, MEGABYTES, kind);

        Collection<Observation> last = lastObservations(trace);

        JsonNode truth = new ObjectMapper()
                .readTree(trace.resolveSibling(kind + ".pcap.json").toFile());
        assertThat(last).hasSize(truth.get("connections_total").asInt()).hasSizeGreaterThan(100);
        assertThat(last.stream().mapToInt(TraceTruthTest::hellos).sum())
                .isEqualTo(truth.get("all_client_hellos").asInt());
        assertThat(last.stream()
                        .filter(TraceTruthTest::hasName)
                        .mapToInt(TraceTruthTest::hellos)
                        .sum())
                .isEqualTo(truth.get("client_hellos_with_sni").asInt()
                        + truth.get("quic_client_hellos").asInt());
    }

    @ParameterizedTest
    @ValueSource(strings = {"handshakes", "mixed", "bulk"})
    void shouldWriteTheSameBytesAgain(String kind) throws IOException {
        Path first = TraceWriter.write(directory.resolve("first"), 1, kind);
        Path second = TraceWriter.write(directory.resolve("second"), 1, kind);

        assertThat(second).hasSameBinaryContentAs(first);
        assertThat(first.toFile().length()).isGreaterThan(1_000_000);
    }

    private static Collection<Observation> lastObservations(Path trace) {
        Map<String, Observation> last = new LinkedHashMap<>();
        try (Sensor sensor = new Sensor(
                SensorSettings.defaults("bench"),
                observation -> last.put(observation.event().id(), observation))) {
            sensor.playCaptures(List.of(trace), false);
            assertThat(sensor.problems()).isEmpty();
        }
        return last.values();
    }

    private static int hellos(Observation observation) {
        return observation.plainsight().tls() == null
                ? 0
                : observation.plainsight().tls().clientHelloCount();
    }

    private static boolean hasName(Observation observation) {
        return observation.tls() != null
                && observation.tls().client() != null
                && observation.tls().client().serverName() != null;
    }
}
