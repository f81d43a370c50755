package io.plainsight.sensor.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.testing.SharedFolder;
import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The shared samples in Parquet, plain and Hive-partitioned, against what their authors expect. */
class ParquetSamplesTest {
    private final RecordingSink sink = new RecordingSink();
    private final SensorCounters counters = new SensorCounters();
    private final FlowLogReader reader = new FlowLogReader(null);

    @Test
    void shouldReadTypedColumns() throws Exception {
        FlowLogSummary summary = reader.readAll(directory().resolve("AWSLogs/999999999999"), sink, counters);

        assertThat(summary).isEqualTo(new FlowLogSummary(2, 0, 0));
        assertReadAs(expected("typed.expected.json"));
    }

    @Test
    void shouldReadHivePartitionedFileWithNulls() throws Exception {
        FlowLogSummary summary =
                reader.readAll(directory().resolve("AWSLogs/aws-account-id=123456789010"), sink, counters);

        // the third row names a protocol that no packet can have; see docs/known-differences.md
        assertThat(summary).isEqualTo(new FlowLogSummary(1, 1, 1));
        assertThat(counters.get(SensorCounter.FLOW_LOG_ROWS_NUMBER)).isEqualTo(1);
        assertReadAs(expected("flowlogs-reader.expected.json").subList(0, 2));
        assertThat(sink.observations.get(0).log().file().path()).startsWith("aws-service=vpcflowlogs/aws-region=");
    }

    @Test
    void shouldReadAStreamByWayOfATemporaryFile() throws Exception {
        Path file = FlowLogFiles.find(directory().resolve("AWSLogs/999999999999"))
                .files()
                .get(0)
                .file();
        byte[] content = Files.readAllBytes(file);

        reader.read(new ByteArrayInputStream(content), reader.origin("s3://b/k", "k", Instant.EPOCH), sink, counters);
        reader.read(
                new ByteArrayInputStream(FlowLogFixture.gzip(content)),
                reader.origin("s3://b/k.gz", "k.gz", Instant.EPOCH),
                sink,
                counters);

        assertThat(sink.observations).hasSize(4);
        assertReadAs(expected("typed.expected.json"));
    }

    private void assertReadAs(List<SampleRow> rows) {
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).assertReadAs(sink.observations.get(i));
        }
    }

    private static List<SampleRow> expected(String name) throws Exception {
        List<SampleRow> rows = new ArrayList<>();
        for (JsonNode row : Json.mapper().readTree(Files.readString(directory().resolve(name)))) {
            rows.add(SampleRow.of(row));
        }
        return rows;
    }

    private static Path directory() {
        return SharedFolder.require().resolve("flowlogs/aws-vpc/parquet");
    }
}
