package io.plainsight.sensor.flowlog;

import static io.plainsight.sensor.flowlog.FlowLogFixture.V2_ROW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FlowLogFilesTest {
    private static final byte[] ROW = V2_ROW.getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path directory;

    private FlowLogFixture logs;

    @BeforeEach
    void createFixture() {
        logs = new FlowLogFixture(directory);
    }

    @Test
    void shouldFindLogsBelowADirectoryInNameOrder() throws Exception {
        logs.write("b/2.log.gz", ROW);
        logs.write("b/1.log", ROW);
        logs.write("a/z.txt", ROW);
        logs.write("a/notes.md", ROW);
        logs.write(".hidden/x.log", ROW);

        assertThat(FlowLogFiles.find(directory).files())
                .extracting(FlowLogFiles.FlowLogFile::relativePath)
                .containsExactly("a/z.txt", "b/1.log", "b/2.log.gz");
    }

    @Test
    void shouldFindLogsBelowALinkToADirectory() throws Exception {
        logs.write("real/1.log", ROW);
        Path link = Files.createSymbolicLink(directory.resolve("link"), directory.resolve("real"));

        assertThat(FlowLogFiles.find(link).files())
                .extracting(FlowLogFiles.FlowLogFile::relativePath)
                .containsExactly("1.log");
    }

    @Test
    void shouldTakeANamedFileWhateverItsName() throws Exception {
        Path file = logs.write("flows", ROW);

        assertThat(FlowLogFiles.find(file).files()).containsExactly(new FlowLogFiles.FlowLogFile(file, "flows"));
    }

    @Test
    void shouldDeliverAllGoodFilesAndNameEachBadOne() throws Exception {
        logs.write("1.log", ROW);
        logs.write("2.log", "not a log".getBytes(StandardCharsets.UTF_8));
        logs.write("3.log", new byte[0]);
        logs.write("4.log", ROW);

        assertThatThrownBy(() -> new FlowLogReader(null).readAll(directory, logs.sink, logs.counters))
                .isInstanceOf(FlowLogException.class)
                .hasMessageContaining("2.log: not a flow log")
                .hasMessageContaining("3.log: the file is empty");
        assertThat(logs.sink.observations)
                .extracting(Observation::log)
                .extracting(log -> log.file().path())
                .containsExactly("1.log", "4.log");
    }

    @Test
    void shouldRefuseAPathWithoutLogs() {
        assertThatThrownBy(() -> FlowLogFiles.find(directory)).hasMessageContaining("no flow log below");
        assertThatThrownBy(() -> FlowLogFiles.find(directory.resolve("gone"))).hasMessageContaining("no such file");
    }
}
