package io.plainsight.sensor.flowlog;

import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_HEADER;
import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.events.Json;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each kind of bad input is counted, named by file and line, and set aside; reading goes on. */
class DeadLettersTest {
    private final RecordingSink sink = new RecordingSink();
    private final SensorCounters counters = new SensorCounters();
    private final List<RefusedRecord> letters = new ArrayList<>();

    @TempDir
    Path directory;

    @Test
    void shouldSetAsideRowsWithAnotherNumberOfFields() throws Exception {
        read("a.log", V2_HEADER + "\n2 1 eni-1\n" + V2_ROW);

        assertLetter(RowProblem.FIELD_COUNT, "a.log", 2, "2 1 eni-1");
        assertThat(sink.observations).hasSize(1);
        assertThat(counters.get(SensorCounter.FLOW_LOG_DEAD_LETTERS_KEPT)).isEqualTo(1);
    }

    @Test
    void shouldSetAsideRowsOfAnUnknownVersion() throws Exception {
        String row = V2_ROW.replaceFirst("2 ", "two ");
        read("a.log", V2_ROW + "\n" + row + "\n" + V2_ROW);

        assertLetter(RowProblem.FIELD_COUNT, "a.log", 2, row);
        assertThat(sink.observations).hasSize(2);
    }

    @Test
    void shouldSetAsideBinaryJunkBetweenRows() throws Exception {
        read("a.log", V2_ROW + "\n\u0000\u0001\u0002\u007f\n" + V2_ROW);

        assertLetter(RowProblem.FIELD_COUNT, "a.log", 2, "\u0000\u0001\u0002\u007f");
        assertThat(sink.observations).hasSize(2);
    }

    @Test
    void shouldFollowAChangedHeaderAndSetAsideRowsOfTheOldFormat() throws Exception {
        read("a.log", V2_HEADER + "\n" + V2_ROW + "\nsrcaddr dstaddr dstport\n10.0.0.1 10.0.0.2 443\n" + V2_ROW);

        assertLetter(RowProblem.FIELD_COUNT, "a.log", 5, V2_ROW);
        assertThat(sink.observations).hasSize(2);
    }

    @Test
    void shouldTellOfHalfAGzipAndGoOnWithTheNextFile() throws Exception {
        StringBuilder rows = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            rows.append(V2_ROW.replace("20641", Integer.toString(1024 + i * 7 % 60000)))
                    .append('\n');
        }
        byte[] packed = FlowLogFixture.gzip(rows.toString());
        Files.write(directory.resolve("1.log.gz"), Arrays.copyOf(packed, packed.length / 2));
        Files.writeString(directory.resolve("2.log"), V2_ROW.replace("eni-1", "eni-last"));

        assertThatThrownBy(() -> reader().readAll(directory, sink, counters)).hasMessageContaining("1.log.gz");

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.problem()).isEqualTo(RowProblem.FILE);
            assertThat(letter.file()).endsWith("1.log.gz");
            assertThat(letter.line()).isPositive();
            assertThat(letter.raw()).isEmpty();
        });
        assertThat(sink.observations).hasSizeGreaterThan(1);
        assertThat(sink.observations
                        .get(sink.observations.size() - 1)
                        .log()
                        .file()
                        .path())
                .isEqualTo("2.log");
    }

    @Test
    void shouldKeepNothingOfAFileThatIsNoFlowLog() {
        assertThatThrownBy(() -> read("passwords.txt", "alice secret\nbob secret\n"))
                .hasMessageContaining("not a flow log");

        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.problem()).isEqualTo(RowProblem.FILE);
            assertThat(letter.toString()).doesNotContain("secret");
        });
    }

    @Test
    void shouldWriteAJsonObjectForEach() throws Exception {
        Path file = directory.resolve("letters.ndjson");
        try (DeadLetterFile written = new DeadLetterFile(file)) {
            written.accept(new RefusedRecord(RowProblem.NUMBER, "s3://b/k", 7, "srcport", "a \"row\"\n"));
            written.accept(new RefusedRecord(RowProblem.TIME, "f", 8, "start", "x"));
        }

        List<String> lines = Files.readAllLines(file);
        assertThat(lines).hasSize(2);
        JsonNode first = Json.mapper().readTree(lines.get(0));
        assertThat(first.get("file").asText()).isEqualTo("s3://b/k");
        assertThat(first.get("line").asLong()).isEqualTo(7);
        assertThat(first.get("reason").asText()).isEqualTo("number");
        assertThat(first.get("detail").asText()).isEqualTo("srcport");
        assertThat(first.get("raw").asText()).isEqualTo("a \"row\"\n");
    }

    @Test
    void shouldCountWhatIsBeyondTheRate() throws Exception {
        AtomicLong now = new AtomicLong();
        DeadLetters limited = new LimitedDeadLetters(letters::add, 2, now::get);
        FlowLogReader reader = new FlowLogReader(null, new FlowLogSettings(FlowLogFormats.NONE, limited));
        String content = V2_ROW + "\nbad\nbad\nbad\n";

        read(reader, "a.log", content);
        now.addAndGet(TimeUnit.SECONDS.toNanos(1));
        read(reader, "b.log", content);

        assertThat(letters).hasSize(4);
        assertThat(counters.get(SensorCounter.FLOW_LOG_DEAD_LETTERS_DROPPED)).isEqualTo(2);
        assertThat(counters.get(SensorCounter.FLOW_LOG_ROWS_FIELD_COUNT)).isEqualTo(6);
    }

    private void assertLetter(RowProblem problem, String name, long line, String raw) {
        assertThat(letters).singleElement().satisfies(letter -> {
            assertThat(letter.problem()).isEqualTo(problem);
            assertThat(letter.file()).endsWith(name);
            assertThat(letter.line()).isEqualTo(line);
            assertThat(letter.raw()).isEqualTo(raw);
        });
    }

    private FlowLogReader reader() {
        return new FlowLogReader(null, new FlowLogSettings(FlowLogFormats.NONE, letters::add));
    }

    private void read(String name, String content) throws Exception {
        read(reader(), name, content);
    }

    private void read(FlowLogReader reader, String name, String content) throws FlowLogException, IOException {
        Path file = Files.write(directory.resolve(name), content.getBytes(StandardCharsets.UTF_8));
        reader.read(file, name, sink, counters);
    }
}
