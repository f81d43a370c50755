package io.plainsight.sensor.flowlog.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Against the real APIs: S3Mock's of S3, ElasticMQ's of SQS. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class QueuedFlowLogsTest {
    private static final String BUCKET = "flow-logs";

    @TempDir
    private static Path root;

    private static S3MockProcess store;
    private static SqsServer sqs;
    private static int tests;

    private final Delivered sink = new Delivered();
    private final SensorCounters counters = new SensorCounters();
    private final List<AutoCloseable> reading = new ArrayList<>();
    private String name;

    @BeforeAll
    static void start() throws Exception {
        System.setProperty("aws.accessKeyId", "key");
        System.setProperty("aws.secretAccessKey", "secret");
        store = S3MockProcess.start(Files.createDirectory(root.resolve("objects")));
        store.createBucket(BUCKET);
        sqs = SqsServer.start();
    }

    @AfterAll
    static void stop() {
        System.clearProperty("aws.accessKeyId");
        System.clearProperty("aws.secretAccessKey");
        sqs.close();
        store.close();
    }

    @BeforeEach
    void nameQueue() {
        name = "queue-" + ++tests;
    }

    @AfterEach
    void end() throws Exception {
        for (AutoCloseable each : reading) {
            each.close();
        }
    }

    @Test
    void shouldDeliverWhatEveryKindOfNoticeTellsOf() throws Exception {
        URI queue = sqs.createQueue(name, 30);
        sqs.send(queue, "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\"}");
        sqs.send(queue, Notices.ofS3(BUCKET, "a b.log.gz", put("a b.log.gz", FlowRows.gzip(FlowRows.text(0, 10)))));
        sqs.send(queue, Notices.bySns(Notices.ofS3(BUCKET, "b.log", put("b.log", FlowRows.text(10, 10)))));
        sqs.send(queue, Notices.ofEventBridge(BUCKET, "c+.log", put("c+.log", FlowRows.text(20, 10))));

        follow(queue);

        await(() -> sqs.count(queue) == 0);
        assertThat(sink.sources()).hasSize(30);
        assertThat(sink.observations.stream()
                        .map(observation -> observation.log().file().path()))
                .contains("s3://flow-logs/a b.log.gz");
        await(() -> counters.get(SensorCounter.FLOW_LOG_MESSAGES_DONE) == 4);
    }

    @Test
    void shouldLeaveWhatItDoesNotUnderstandToTheDeadLetterQueueAndGoOn() throws Exception {
        URI queue = sqs.createQueue(name, 1, 2);
        URI dead = URI.create(queue + "-dead");
        sqs.send(queue, "hello");
        sqs.tell(queue, BUCKET, "d.log", put("d.log", FlowRows.text(0, 10)));

        follow(queue);

        await(() -> sqs.count(dead) == 1 && sqs.count(queue) == 0);
        assertThat(sink.sources()).hasSize(10);
        assertThat(counters.get(SensorCounter.FLOW_LOG_MESSAGES_POISON)).isEqualTo(2);
    }

    @Test
    void shouldNotDeleteWhatWasNotDelivered() throws Exception {
        URI queue = sqs.createQueue(name, 1);
        sink.refusals = 1;
        sqs.tell(queue, BUCKET, "e.log", put("e.log", FlowRows.text(0, 10)));

        follow(queue);

        await(() -> sqs.count(queue) == 0);
        assertThat(sink.observations).as("the second time they are delivered").hasSize(10);
        assertThat(sink.flushes).isEqualTo(2);
        assertThat(counters.get(SensorCounter.FLOW_LOG_LOOKS_FAILED)).isEqualTo(1);
    }

    /** Reading takes longer than a message stays hidden by itself. */
    @Test
    void shouldKeepAMessageFromOthersWhileItIsRead() throws Exception {
        URI queue = sqs.createQueue(name, 3);
        sink.delayMs = 5_000;
        sqs.tell(queue, BUCKET, "f.log", put("f.log", FlowRows.text(0, 10)));

        follow(queue);
        follow(queue);

        await(() -> sqs.count(queue) == 0);
        assertThat(sink.observations).as("read by one alone").hasSize(10);
    }

    @Test
    void shouldLeaveTheMessageOfAnObjectThatTheStoreDoesNotGive() throws Exception {
        URI queue = sqs.createQueue(name, 1, 1);
        byte[] missing = FlowRows.text(0, 10);
        sqs.tell(queue, BUCKET, "missing.log", missing);
        sqs.tell(queue, BUCKET, "g.log", put("g.log", FlowRows.text(10, 10)));

        follow(queue);

        await(() -> sqs.count(URI.create(queue + "-dead")) == 1);
        assertThat(sink.sources()).hasSize(10);
        assertThat(counters.get(SensorCounter.FLOW_LOG_MESSAGES_LEFT)).isEqualTo(1);
    }

    /** SQS delivers at least once, and S3 may notify twice. */
    @Test
    void shouldGiveADoubleTheSameIds() throws Exception {
        URI queue = sqs.createQueue(name, 30);
        byte[] content = put("h.log", FlowRows.text(0, 10));
        sqs.tell(queue, BUCKET, "h.log", content);
        sqs.tell(queue, BUCKET, "h.log", content);

        follow(queue);

        await(() -> sqs.count(queue) == 0);
        assertThat(sink.observations).hasSize(20);
        assertThat(sink.observations.stream()
                        .map(observation -> observation.event().id())
                        .distinct())
                .hasSize(10);
    }

    @Test
    void shouldSayWhatIsWrongWithTheQueue() throws Exception {
        URI queue = URI.create(sqs.createQueue(name, 1) + "-other");
        try (QueuedFlowLogs logs = open(queue)) {
            assertThatThrownBy(logs::check)
                    .isInstanceOf(FlowLogException.class)
                    .hasMessage(queue + ": there is no such queue; check the URL, its region and account");
        }
    }

    private QueuedFlowLogs open(URI queue) throws FlowLogException {
        S3Settings settings = new S3Settings(
                store.endpoint(), null, false, S3Settings.DEFAULT_INTERVAL, S3Settings.DEFAULT_LOOK_BACK);
        return QueuedFlowLogs.open(new QueuePlan(queue, settings), new FlowLogReader("sensor-1"), counters);
    }

    private void follow(URI queue) throws FlowLogException {
        QueuedFlowLogs logs = open(queue);
        logs.check();
        Thread thread = new Thread(() -> logs.follow(sink));
        thread.start();
        reading.add(() -> {
            logs.stop();
            thread.join();
            logs.close();
        });
    }

    private static byte[] put(String key, byte[] content) {
        store.put(BUCKET, key, content);
        return content;
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(50);
        }
    }

    /** Takes what is flushed; may be slow, or refuse for a while. */
    private static final class Delivered implements ObservationSink {
        final List<Observation> observations = Collections.synchronizedList(new ArrayList<>());
        private final ThreadLocal<List<Observation>> pending = ThreadLocal.withInitial(ArrayList::new);
        volatile long delayMs;
        volatile int refusals;
        volatile int flushes;

        @Override
        public void accept(Observation observation) {
            List<Observation> waiting = pending.get();
            if (waiting.isEmpty() && delayMs > 0) {
                try {
                    Thread.sleep(delayMs);
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            waiting.add(observation);
        }

        @Override
        public synchronized void flush() {
            List<Observation> waiting = new ArrayList<>(pending.get());
            pending.get().clear();
            if (!waiting.isEmpty() && ++flushes <= refusals) {
                throw new UncheckedIOException(new IOException("Kafka takes nothing"));
            }
            observations.addAll(waiting);
        }

        Set<String> sources() {
            Set<String> sources = new TreeSet<>();
            observations.forEach(observation -> sources.add(observation.source().ip()));
            return sources;
        }
    }
}
