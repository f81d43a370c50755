package io.plainsight.sensor.flowlog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogFormats;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against a real S3 API, that of S3Mock. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
class S3FlowLogsTest {
    private static final String DAY = "AWSLogs/123456789012/vpcflowlogs/eu-west-1/2026/01/01/";
    private static final String OBJECT = "123456789012_vpcflowlogs_eu-west-1_fl-%s_20260101T%sZ_hash.log.gz";
    private static final Instant NOON = Instant.parse("2026-01-01T12:00:00Z");

    @TempDir
    private static Path root;

    private static S3MockProcess mock;
    private static int buckets;

    @TempDir
    private Path directory;

    private final Delivered sink = new Delivered();
    private final SensorCounters counters = new SensorCounters();
    private final List<RefusedRecord> letters = new ArrayList<>();
    private FlowLogSettings reading = new FlowLogSettings(FlowLogFormats.NONE, letters::add);
    private Instant now = NOON;
    private String bucket;

    @BeforeAll
    static void startStore() throws Exception {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        mock = S3MockProcess.start(Files.createDirectory(root.resolve("objects")));
    }

    @AfterAll
    static void stopStore() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        mock.close();
    }

    @BeforeEach
    void makeBucket() {
        bucket = "bucket-" + ++buckets;
        mock.createBucket(bucket);
    }

    @Test
    void shouldDeliverEachObjectOnceAlsoAfterARestart() throws Exception {
        put(DAY + OBJECT.formatted("a", "1000"), FlowRows.gzip(FlowRows.text(0, 10)));
        put(DAY + OBJECT.formatted("a", "1005"), FlowRows.text(10, 10));

        assertThat(readOnce()).isEmpty();
        assertThat(sink.sources()).isEqualTo(addresses(0, 20));
        assertThat(sink.observations.get(0).log().file().path())
                .isEqualTo("s3://" + bucket + "/" + DAY + OBJECT.formatted("a", "1000"));

        put(DAY + OBJECT.formatted("a", "1010"), FlowRows.text(20, 10));
        assertThat(readOnce()).isEmpty();
        assertThat(sink.sources()).isEqualTo(addresses(0, 30));
        assertThat(counters.get(SensorCounter.FLOW_LOG_FILES_READ)).isEqualTo(3);
    }

    /** Names sort by flow log first, so what is new may stand before what is old. */
    @Test
    void shouldFindLateObjectsWhereverTheyStandInTheDay() throws Exception {
        put(DAY + OBJECT.formatted("b", "1000"), FlowRows.text(0, 5));
        readOnce();
        put(DAY + OBJECT.formatted("a", "0900"), FlowRows.text(5, 5));
        now = Instant.parse("2026-01-02T05:00:00Z"); // the day is over, but not for long
        readOnce();
        assertThat(sink.sources()).isEqualTo(addresses(0, 10));

        put(DAY + OBJECT.formatted("a", "0905"), FlowRows.text(10, 5));
        now = Instant.parse("2026-01-02T07:00:00Z");
        readOnce();
        assertThat(sink.sources()).as("found by the look that closes the day").isEqualTo(addresses(0, 15));
        assertThat(Files.readString(checkpoint()))
                .as("a closed day needs no memory of its objects")
                .contains("\"done\":{}");

        now = Instant.parse("2026-01-02T08:00:00Z");
        readOnce();
        assertThat(sink.sources()).isEqualTo(addresses(0, 15));
    }

    @Test
    void shouldLeaveOtherServicesLogsAlone() throws Exception {
        put(DAY + OBJECT.formatted("a", "1000"), FlowRows.text(0, 1));
        put("AWSLogs/123456789012/CloudTrail/eu-west-1/2026/01/01/trail.json", bytes("{\"Records\":[]}"));
        put("AWSLogs/123456789012/vpcflowlogs/", bytes(""));

        assertThat(readOnce()).isEmpty();
        assertThat(sink.sources()).isEqualTo(addresses(0, 1));
    }

    @Test
    void shouldNameABrokenObjectAndGoOn() throws Exception {
        byte[] whole = FlowRows.gzip(FlowRows.text(0, 2000));
        put(DAY + OBJECT.formatted("a", "1000"), Arrays.copyOf(whole, whole.length / 2));
        put(DAY + OBJECT.formatted("a", "1005"), bytes("this is no flow log\n"));
        put(DAY + OBJECT.formatted("a", "1010"), FlowRows.text(5000, 3));

        assertThat(readOnce())
                .hasSize(2)
                .anySatisfy(problem ->
                        assertThat(problem).contains("s3://" + bucket, "T1000Z", "cannot be read on after line"))
                .anySatisfy(problem -> assertThat(problem).contains("s3://" + bucket, "T1005Z", "not a flow log"));
        assertThat(sink.sources()).containsAll(addresses(5000, 3));
        assertThat(counters.get(SensorCounter.FLOW_LOG_FILES_FAILED)).isEqualTo(2);
        assertThat(letters).hasSize(2).allMatch(letter -> letter.problem() == RowProblem.FILE);
        assertThat(readOnce()).as("what is broken in itself is not read again").isEmpty();
    }

    @Test
    void shouldReadWithTheFormatGivenAndSetAsideWhatIsNone() throws Exception {
        reading = new FlowLogSettings(
                FlowLogFormats.of(List.of("/edge/*=${dstport} ${dstaddr} ${srcaddr} ${protocol}")), letters::add);
        put("edge/a.log", bytes("443 10.0.0.2 10.0.0.1 6\n443 10.0.0.2 nobody 6\n"));
        put(DAY + OBJECT.formatted("a", "1000"), FlowRows.text(5, 1));

        assertThat(readOnce()).isEmpty();

        assertThat(sink.sources()).containsExactly("10.0.0.1", "10.0.0.5");
        assertThat(letters)
                .containsExactly(new RefusedRecord(
                        RowProblem.ADDRESS,
                        "s3://" + bucket + "/edge/a.log",
                        2,
                        "srcaddr is no IP address",
                        "443 10.0.0.2 nobody 6"));
        assertThat(counters.get(SensorCounter.FLOW_LOG_DEAD_LETTERS_KEPT)).isEqualTo(1);
    }

    @Test
    void shouldHandParquetToTheReaderOfFiles() throws Exception {
        put("table/a.parquet", bytes("PAR1 and no more"));

        assertThat(readOnce())
                .singleElement()
                .asString()
                .contains("s3://" + bucket + "/table/a.parquet")
                .doesNotContain("/tmp/");
    }

    @Test
    void shouldDeliverEveryRecordThoughTheStoreIsKilledHalfWay() throws Exception {
        int count = 300_000; // 25 MB, far beyond what lies in sockets' buffers
        put(DAY + OBJECT.formatted("a", "1000"), FlowRows.text(0, count));
        Thread restart = new Thread(() -> {
            try {
                mock.restart();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        sink.at(1000, () -> {
            mock.kill();
            restart.start();
        });

        List<String> problems = readOnce();
        restart.join();

        assertThat(problems).isEmpty();
        assertThat(letters)
                .as("a store that is away says nothing about the object")
                .isEmpty();
        assertThat(sink.sources()).isEqualTo(addresses(0, count));
    }

    @Test
    void shouldDeliverEveryRecordThoughTheSensorDiesHalfWay() throws Exception {
        for (int i = 0; i < 6; i++) {
            put(DAY + OBJECT.formatted("a", "100" + i), FlowRows.gzip(FlowRows.text(i * 100, 100)));
        }
        sink.at(250, () -> {
            throw new UncheckedIOException(new IOException("killed"));
        });
        assertThatThrownBy(this::readOnce).isInstanceOf(UncheckedIOException.class);
        assertThat(Files.exists(checkpoint()))
                .as("nothing was flushed, so nothing counts as delivered")
                .isFalse();
        sink.lose();

        assertThat(readOnce()).isEmpty();
        assertThat(sink.sources()).isEqualTo(addresses(0, 600));
    }

    @Test
    void shouldFollowUntilStopped() throws Exception {
        put(DAY + OBJECT.formatted("a", "1000"), FlowRows.text(0, 5));
        try (S3FlowLogs logs = open(mock.endpoint())) {
            sink.at(5, () -> put(DAY + OBJECT.formatted("a", "1005"), FlowRows.text(5, 5)));
            sink.at(10, logs::stop);
            logs.follow(sink);
        }
        assertThat(sink.sources()).isEqualTo(addresses(0, 10));
    }

    @Test
    void shouldNameWhatIsWrongAtTheStart() throws Exception {
        bucket = "no-such-bucket";
        try (S3FlowLogs logs = open(mock.endpoint())) {
            assertThatThrownBy(logs::check)
                    .isInstanceOf(FlowLogException.class)
                    .hasMessageContaining("s3://no-such-bucket")
                    .hasMessageContaining("there is no such bucket");
        }
        assertThatThrownBy(() -> open(URI.create("http://192.0.2.1:9000")))
                .hasMessageContaining("in clear")
                .hasMessageContaining("use https");
        Files.writeString(checkpoint(), "something else\n");
        assertThatThrownBy(() -> open(mock.endpoint())).hasMessageContaining(checkpoint() + ": not a checkpoint");
        Files.writeString(checkpoint(), "{\"a.log\":{}}");
        assertThatThrownBy(() -> open(mock.endpoint())).hasMessageContaining("--flow-log-checkpoint");
    }

    private List<String> readOnce() throws FlowLogException {
        try (S3FlowLogs logs = open(mock.endpoint())) {
            logs.check();
            return logs.readOnce(sink);
        }
    }

    private S3FlowLogs open(URI endpoint) throws FlowLogException {
        S3Settings settings =
                new S3Settings(endpoint, null, false, Duration.ofMillis(100), S3Settings.DEFAULT_LOOK_BACK);
        S3Plan plan = new S3Plan(settings, List.of(new S3Location(bucket, "")), checkpoint());
        return S3FlowLogs.open(
                plan, new FlowLogReader("sensor-1", reading), counters, Clock.fixed(now, ZoneOffset.UTC));
    }

    private Path checkpoint() {
        return directory.resolve("objects.checkpoint");
    }

    private void put(String key, byte[] content) {
        mock.put(bucket, key, content);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Map<String, Integer> addressesWithCounts(List<Observation> observations) {
        Map<String, Integer> counts = new HashMap<>();
        observations.forEach(observation -> counts.merge(observation.source().ip(), 1, Integer::sum));
        return counts;
    }

    private static List<String> addresses(int first, int count) {
        return IntStream.range(first, first + count)
                .mapToObj(i -> "10." + (i >> 16 & 0xff) + "." + (i >> 8 & 0xff) + "." + (i & 0xff))
                .sorted()
                .toList();
    }

    /** Keeps what it is given; what was not flushed can be lost, as a crash would. Ids count once, as downstream. */
    private static final class Delivered implements ObservationSink {
        final List<Observation> observations = new ArrayList<>();
        private final Map<Integer, Runnable> actions = new HashMap<>();
        private int flushed;

        void at(int count, Runnable action) {
            actions.put(count, action);
        }

        void lose() {
            observations.subList(flushed, observations.size()).clear();
        }

        @Override
        public void accept(Observation observation) {
            observations.add(observation);
            Runnable action = actions.remove(observations.size());
            if (action != null) {
                action.run();
            }
        }

        @Override
        public void flush() {
            flushed = observations.size();
        }

        /** Source addresses of the distinct ids, in order. */
        List<String> sources() {
            Map<String, String> byId = new HashMap<>();
            observations.forEach(observation ->
                    byId.put(observation.event().id(), observation.source().ip()));
            assertThat(addressesWithCounts(observations).values())
                    .as("no record was read twice: the stream is resumed where it broke")
                    .allMatch(times -> times == 1);
            return byId.values().stream().sorted().toList();
        }
    }
}
