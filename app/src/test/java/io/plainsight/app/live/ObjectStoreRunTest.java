package io.plainsight.app.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Program;
import io.plainsight.events.Json;
import io.plainsight.sensor.flowlog.s3.FlowRows;
import io.plainsight.sensor.flowlog.s3.S3MockProcess;
import io.plainsight.sensor.flowlog.s3.SqsServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Flow logs in S3, from the command line. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class ObjectStoreRunTest {
    private static final String BUCKET = "flow-logs";
    private static final int ROWS = 5_000;
    private static final List<String> CREDENTIALS =
            List.of("env", "AWS_ACCESS_KEY_ID=key", "AWS_SECRET_ACCESS_KEY=secret", "AWS_EC2_METADATA_DISABLED=true");

    @TempDir
    private Path directory;

    private S3MockProcess store;

    @Test
    void shouldDeliverEachRecordThoughTheSensorIsKilledHalfWay() throws Exception {
        try (S3MockProcess mock = S3MockProcess.start(Files.createDirectory(directory.resolve("objects")))) {
            store = mock;
            store.createBucket(BUCKET);
            put(0, 4);
            Path first = directory.resolve("first.ndjson");
            Path second = directory.resolve("second.ndjson");
            try (Program program = sensor(first, "--s3-interval", "1")) {
                await(() -> done() == 4);
                put(4, 24);
                await(() -> lines(first) > 5 * ROWS);
                program.kill();
            }
            int delivered = done();
            try (Program program = sensor(second, "--exit-when-done")) {
                assertThat(program.awaitExit()).as("%s", program).isZero();
            }

            Set<String> sources = sources(first);
            Set<String> again = sources(second);
            assertThat(again).as("what was delivered is not read again").hasSize((24 - delivered) * ROWS);
            sources.addAll(again);
            assertThat(sources).hasSize(24 * ROWS);
        }
    }

    @Test
    void shouldDeliverEachRecordOfAQueueThoughTheSensorIsKilledHalfWay() throws Exception {
        try (S3MockProcess mock = S3MockProcess.start(Files.createDirectory(directory.resolve("objects")));
                SqsServer sqs = SqsServer.start()) {
            store = mock;
            store.createBucket(BUCKET);
            URI queue = sqs.createQueue("flow-logs", 5);
            for (int i = 0; i < 24; i++) {
                byte[] content = FlowRows.gzip(FlowRows.text(i * ROWS, ROWS));
                store.put(BUCKET, "logs/%02d.log.gz".formatted(i), content);
                sqs.tell(queue, BUCKET, "logs/%02d.log.gz".formatted(i), content);
            }
            Path first = directory.resolve("first.ndjson");
            Path second = directory.resolve("second.ndjson");
            try (Program program = queueReader(first, queue)) {
                await(() -> sqs.count(queue) < 24);
                program.kill();
            }
            int left = sqs.count(queue);
            assertThat(left).as("killed half way").isPositive();
            try (Program program = queueReader(second, queue)) {
                await(() -> sqs.count(queue) == 0);
                program.interrupt();
                assertThat(program.awaitExit()).as("%s", program).isEqualTo(130);
                assertThat(program.errors()).anyMatch(line -> line.contains("Reading flow logs that " + queue));
            }

            Set<String> sources = sources(first);
            Set<String> again = sources(second);
            assertThat(again).as("what was delivered is not read again").hasSize(left * ROWS);
            sources.addAll(again);
            assertThat(sources).hasSize(24 * ROWS);
        }
    }

    @Test
    void shouldSayWhatIsWrongBeforeAnythingStarts() throws Exception {
        try (S3MockProcess mock = S3MockProcess.start(Files.createDirectory(directory.resolve("objects")))) {
            store = mock;
            try (Program program = sensor(directory.resolve("none.ndjson"))) {
                assertThat(program.awaitExit()).isEqualTo(2);
                assertThat(program.errors())
                        .anyMatch(line -> line.contains("s3://flow-logs/: there is no such bucket"));
            }
            try (Program program = Program.startBy(
                    List.of("env", "-u", "AWS_ACCESS_KEY_ID", "AWS_EC2_METADATA_DISABLED=true", "HOME=" + directory),
                    "run",
                    "--flow-logs",
                    "s3://flow-logs",
                    "--s3-endpoint",
                    store.endpoint().toString())) {
                assertThat(program.awaitExit()).isEqualTo(2);
                assertThat(program.errors()).anyMatch(line -> line.contains("no AWS credentials were found"));
            }
            try (Program program =
                    Program.startBy(CREDENTIALS, "run", "--flow-log-queue", "http://192.0.2.1/1/flow-logs")) {
                assertThat(program.awaitExit()).isEqualTo(2);
                assertThat(program.errors())
                        .anyMatch(line ->
                                line.contains("--flow-log-queue: http://192.0.2.1/1/flow-logs would be read in clear"));
            }
        }
    }

    private Program sensor(Path output, String... more) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "sensor",
                "--output",
                output.toString(),
                "--flow-logs",
                "s3://" + BUCKET,
                "--s3-endpoint",
                store.endpoint().toString(),
                "--flow-log-checkpoint",
                checkpoint().toString()));
        arguments.addAll(List.of(more));
        return Program.startBy(CREDENTIALS, arguments.toArray(new String[0]));
    }

    private Program queueReader(Path output, URI queue) throws IOException {
        return Program.startBy(
                CREDENTIALS,
                "sensor",
                "--output",
                output.toString(),
                "--flow-log-queue",
                queue.toString(),
                "--s3-endpoint",
                store.endpoint().toString());
    }

    private void put(int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            store.put(BUCKET, "logs/%02d.log.gz".formatted(i), FlowRows.gzip(FlowRows.text(i * ROWS, ROWS)));
        }
    }

    private Path checkpoint() {
        return directory.resolve("checkpoint");
    }

    /** How many objects are known to be delivered. */
    private int done() {
        try {
            return Files.exists(checkpoint())
                    ? Json.mapper()
                            .readTree(Files.readAllBytes(checkpoint()))
                            .path("done")
                            .size()
                    : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int lines(Path file) {
        return Files.exists(file) ? read(file).size() : 0;
    }

    private static Set<String> sources(Path file) throws IOException {
        Set<String> sources = new TreeSet<>();
        for (String line : read(file)) {
            if (line.endsWith("}")) { // the last one may be cut
                sources.add(Json.mapper().readTree(line).at("/source/ip").asText());
            }
        }
        return sources;
    }

    private static List<String> read(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(50);
        }
    }
}
