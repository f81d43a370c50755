package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Actions;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every row of every AWS text sample against what the row says, as extracted independently of our reader. */
class AwsExpectedTest {
    @TestFactory
    Stream<DynamicTest> shouldReadEveryRowAsExpected() throws IOException {
        Path directory = SharedFolder.require().resolve("flowlogs");
        Map<String, List<JsonNode>> rowsByFile = new LinkedHashMap<>();
        for (String line : Files.readAllLines(directory.resolve("aws-expected.jsonl"))) {
            JsonNode row = Json.mapper().readTree(line);
            rowsByFile
                    .computeIfAbsent(row.get("file").asText(), file -> new ArrayList<>())
                    .add(row);
        }
        return rowsByFile.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(
                        file.getKey(), () -> compare(directory.resolve(file.getKey()), file.getValue())));
    }

    @Test
    void shouldCoverEveryTextSample() throws IOException {
        Path directory = SharedFolder.require().resolve("flowlogs");
        String expected = Files.readString(directory.resolve("aws-expected.jsonl"));

        try (Stream<Path> files = Files.walk(directory.resolve("aws-vpc"))) {
            assertThat(files.filter(file -> file.toString().endsWith(".log")))
                    .isNotEmpty()
                    .allSatisfy(file -> assertThat(expected)
                            .contains(directory.relativize(file).toString()));
        }
    }

    @Test
    void shouldReadGzipObjectInBucketLayout() throws Exception {
        Path bucket = SharedFolder.require().resolve("flowlogs/aws-vpc/s3/AWSLogs");
        RecordingSink sink = new RecordingSink();

        FlowLogSummary summary = new FlowLogReader(null).readAll(bucket, sink, new SensorCounters());

        assertThat(summary.malformed()).isZero();
        assertThat(sink.observations).hasSizeGreaterThan(2);
        Observation first = sink.observations.get(0);
        assertThat(first.log().file().path())
                .startsWith("123456789012/vpcflowlogs/us-east-1/2022/11/30/")
                .endsWith(".log.gz");
        assertThat(first.source().text()).isEqualTo("10.26.1.153:60220");
        assertThat(first.key()).isEqualTo("3.239.232.29:443");
    }

    private static void compare(Path file, List<JsonNode> rows) throws Exception {
        RecordingSink sink = new RecordingSink();
        List<JsonNode> good = rows.stream().filter(row -> !row.has("malformed")).toList();
        FlowLogReader reader = new FlowLogReader(null);

        FlowLogSummary summary = reader.read(file, file.getFileName().toString(), sink, new SensorCounters());

        assertThat(summary.malformed()).isEqualTo(rows.size() - good.size());
        assertThat(sink.observations).hasSameSizeAs(good);
        for (int i = 0; i < good.size(); i++) {
            compare(sink.observations.get(i), good.get(i));
        }
        assertThat(sink.observations.stream().map(o -> o.event().id())).doesNotHaveDuplicates();
    }

    private static void compare(Observation actual, JsonNode row) {
        String status = text(row, "log_status");
        boolean gap = "NODATA".equals(status) || "SKIPDATA".equals(status);
        assertThat(actual.event().action()).isEqualTo(gap ? Actions.FLOW_LOG_GAP : Actions.FLOW_LOGGED);
        assertThat(actual.plainsight().protection()).isEqualTo(Protection.UNKNOWN);
        assertThat(actual.plainsight().flow().logStatus()).isEqualTo(status);
        assertThat(actual.plainsight().flow().action()).isEqualTo(text(row, "action"));
        assertThat(version(actual)).isEqualTo(text(row, "version"));
        compareEnd(actual.source(), row, "src");
        compareEnd(actual.destination(), row, "dst");
        assertThat(actual.source() == null ? null : actual.source().bytes()).isEqualTo(number(row, "bytes"));
        assertThat(actual.source() == null ? null : actual.source().packets()).isEqualTo(number(row, "packets"));
        assertThat(actual.event().start()).isEqualTo(time(row, "start"));
        assertThat(actual.event().end()).isEqualTo(time(row, "end"));
        Long protocol = number(row, "protocol");
        assertThat(actual.network() == null ? null : actual.network().transport())
                .isEqualTo(protocol == null ? null : IpProtocols.keyword(protocol.intValue()));
    }

    private static void compareEnd(Observation.Endpoint end, JsonNode row, String prefix) {
        assertThat(end == null ? null : end.ip()).isEqualTo(text(row, prefix + "addr"));
        Long protocol = number(row, "protocol");
        if (protocol == null || IpProtocols.hasPorts(protocol.intValue())) {
            Long port = end == null || end.port() == null ? null : end.port().longValue();
            assertThat(port).isEqualTo(number(row, prefix + "port"));
        } else {
            assertThat(end.port()).isNull();
        }
    }

    private static String version(Observation actual) {
        Map<String, String> fields = actual.plainsight().flow().fields();
        return fields == null ? null : fields.get("version");
    }

    private static String text(JsonNode row, String name) {
        return row.get(name).isNull() ? null : row.get(name).asText();
    }

    private static Long number(JsonNode row, String name) {
        return row.get(name).isNull() ? null : row.get(name).asLong();
    }

    private static Instant time(JsonNode row, String name) {
        Long seconds = number(row, name);
        return seconds == null ? null : Instant.ofEpochSecond(seconds);
    }
}
