package io.plainsight.sensor.flowlog.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FollowedFilesTest {
    private static final String HEADER = "dstport dstaddr srcaddr\n";
    private final List<String> seen = new ArrayList<>();
    private final List<String> ids = new ArrayList<>();

    @TempDir
    Path directory;

    private Path logs;
    private FollowedFiles followed;

    @BeforeEach
    void start() throws Exception {
        logs = Files.createDirectories(directory.resolve("logs"));
        restart();
    }

    @Test
    void shouldReadWhatIsAppendedAsFarAsLinesAreWhole() throws Exception {
        append("a.log", HEADER + row(1) + "2 10.0.0.2 10.");
        lookTwice();
        assertThat(seen).containsExactly("10.0.0.2:1");

        append("a.log", "0.0.1\n" + row(3));
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1", "10.0.0.2:2", "10.0.0.2:3");
        assertThat(new HashSet<>(ids))
                .as("records without a time, each an id of its own")
                .hasSize(3);
    }

    @Test
    void shouldGoOnWhereItStoppedAfterARestart() throws Exception {
        append("a.log", HEADER + row(1));
        lookTwice();
        append("a.log", row(2));
        restart();
        lookTwice();
        restart();
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1", "10.0.0.2:2");
    }

    @Test
    void shouldDeliverEachRecordUnderTheSameIdWhenKilledHalfWay() throws Exception {
        append("a.log", HEADER + row(1) + row(2) + row(3));
        FollowedFiles killed = followed(observation -> {
            see(observation);
            if (seen.size() == 2) {
                throw new UncheckedIOException(new IOException("killed"));
            }
        });
        assertThatThrownBy(killed::look).hasMessageContaining("killed");

        restart();
        lookTwice();

        assertThat(new HashSet<>(seen)).containsExactlyInAnyOrder("10.0.0.2:1", "10.0.0.2:2", "10.0.0.2:3");
        assertThat(new HashSet<>(ids)).hasSize(3);
    }

    @Test
    void shouldReadTheRestOfARenamedFileBeforeItsSuccessor() throws Exception {
        append("a.log", HEADER + row(1));
        lookTwice();
        append("a.log", row(2));
        Files.move(logs.resolve("a.log"), logs.resolve("a.log.1"));
        append("a.log", HEADER + row(3));
        lookTwice();
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1", "10.0.0.2:2", "10.0.0.2:3");
    }

    @Test
    void shouldNotReadARenamedFileAgain() throws Exception {
        append("a.log", HEADER + row(1));
        lookTwice();
        Files.move(logs.resolve("a.log"), logs.resolve("a-old.log"));
        lookTwice();
        restart();
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1");
    }

    @Test
    void shouldBeginAgainWhenAFileIsCutBack() throws Exception {
        append("a.log", HEADER + row(1) + row(2));
        lookTwice();
        Files.writeString(logs.resolve("a.log"), HEADER + row(3));
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1", "10.0.0.2:2", "10.0.0.2:3");
    }

    @Test
    void shouldBeginAgainWhenAFileIsCutBackAndFilledBeyondWhereItWas() throws Exception {
        append("a.log", HEADER + row(1));
        lookTwice();
        Files.writeString(logs.resolve("a.log"), HEADER + row(7) + row(8));
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1", "10.0.0.2:7", "10.0.0.2:8");
    }

    @Test
    void shouldReadGzipFilesWhenTheyAreWhole() throws Exception {
        byte[] packed = gzip(HEADER + row(1));
        Files.write(logs.resolve("n.log.gz"), Arrays.copyOf(packed, 20));
        followed.look();
        Files.write(logs.resolve("n.log.gz"), packed);
        followed.look();
        assertThat(seen).as("still growing from one look to the next").isEmpty();
        lookTwice();
        restart();
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:1");
    }

    @Test
    void shouldGoOnBehindAFileThatIsNoFlowLog() throws Exception {
        append("a.log", "nothing of the kind\n");
        append("b.log", HEADER + row(2));
        lookTwice();

        assertThat(seen).containsExactly("10.0.0.2:2");
    }

    @Test
    void shouldRefuseADamagedCheckpoint() throws Exception {
        Path file = Files.writeString(directory.resolve("checkpoint"), "{\"a\":");

        assertThatThrownBy(() -> Checkpoint.open(file))
                .isInstanceOf(FlowLogException.class)
                .hasMessageContaining("checkpoint")
                .hasMessageContaining("remove it");
    }

    private void lookTwice() throws IOException {
        followed.look();
        followed.look();
    }

    private void restart() throws FlowLogException {
        followed = followed(this::see);
    }

    private FollowedFiles followed(ObservationSink sink) throws FlowLogException {
        return new FollowedFiles(
                List.of(logs),
                new FlowLogReader(null),
                Checkpoint.open(directory.resolve("checkpoint")),
                sink,
                new SensorCounters());
    }

    private void see(Observation observation) {
        seen.add(observation.key());
        ids.add(observation.event().id());
    }

    private static String row(int port) {
        return port + " 10.0.0.2 10.0.0.1\n";
    }

    private void append(String name, String text) throws IOException {
        Files.writeString(
                logs.resolve(name),
                text,
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND);
    }

    private static byte[] gzip(String text) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }
}
