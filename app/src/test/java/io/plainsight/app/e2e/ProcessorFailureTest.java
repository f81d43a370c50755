package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.stream.StreamProcessorSettings;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever happens to the stream processor while it works, the alerts are those of an undisturbed run, one for one. */
class ProcessorFailureTest {
    private static final String GROUP = StreamProcessorSettings.REPLAY_APPLICATION_ID;
    private static final int LARGE_BYTES = 5 << 20;
    private static final int KEPT_BYTES = 256 << 10;
    private static final String KEY = "10.9.9.9:80";

    private static Load load;
    private static Map<String, String> expected;

    @TempDir
    Path directory;

    private final List<Program> started = new ArrayList<>();
    private final ExecutorService sender = Executors.newSingleThreadExecutor();
    private EmbeddedBroker broker;
    private String kafka;

    @BeforeAll
    static void analyseUndisturbed() {
        load = Load.ofSampleCaptures();
        expected = load.expected();
        assertThat(expected).hasSizeGreaterThan(30);
    }

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
        kafka = broker.bootstrapServers();
        TopicSetup.ensure(Map.of("bootstrap.servers", kafka), Topics.ALL, (short) 1);
    }

    @AfterEach
    void stopEverything() throws Exception {
        sender.shutdownNow();
        for (Program process : started) {
            process.close();
        }
        broker.close();
    }

    @Test
    void shouldRaiseTheSameAlertsWhenTheOnlyProcessorIsKilledAndStartedAgain() throws Exception {
        Program victim = startProcessor("one");
        Future<?> sending = sendInTheBackground();
        awaitTheMiddle();

        victim.kill();
        startProcessor("one");

        awaitExpectedAlerts(sending);
    }

    @Test
    void shouldRaiseTheSameAlertsWhenASecondInstanceWithAStandbyJoinsAndTheFirstLeaves() throws Exception {
        Program first = startProcessor("one", "--standbys", "1", "--threads", "1");
        Future<?> sending = sendInTheBackground();
        awaitTheMiddle();

        startProcessor("two", "--standbys", "1", "--threads", "1");
        awaitMembers(2);
        first.interrupt();
        first.awaitExit();

        awaitExpectedAlerts(sending);
    }

    @Test
    void shouldRaiseTheSameAlertsWhenTheBrokerIsRestarted() throws Exception {
        startProcessor("one");
        Future<?> sending = sendInTheBackground();
        awaitTheMiddle();

        broker.close();
        int port = Integer.parseInt(kafka.substring(kafka.lastIndexOf(':') + 1));
        broker = EmbeddedBroker.start(directory.resolve("broker"), port);

        awaitExpectedAlerts(sending);
    }

    @Test
    void shouldSetPoisonAsideWithItsReasonAndRaiseTheSameAlerts() throws Exception {
        MetricsAddress metrics = new MetricsAddress();
        startProcessor("one", "--metrics", metrics.toString());
        Future<?> sending = sendInTheBackground();
        awaitTheMiddle();

        List<byte[]> poison = List.of(
                new byte[] {0, (byte) 0xff, 0x1f, (byte) 0x8b},
                text("{\"event\":[],\"@timestamp\":7}"),
                text("{\"event\":{\"id\":\"no-ends\",\"action\":\"handshake_completed\"}}"),
                text(" ".repeat(LARGE_BYTES)),
                text("{\"@timestamp\":\"+1000000000-12-31T23:59:59.999999999Z\",\"event\":{\"id\":\"end-of-time\","
                        + "\"action\":\"plaintext_observed\"},\"source\":{\"ip\":\"10.0.0.1\"},"
                        + "\"destination\":{\"ip\":\"10.9.9.9\",\"port\":80}}"),
                // a judgement fails on the reason that is none
                text(
                        "{\"@timestamp\":\"2026-11-20T10:15:30Z\",\"event\":{\"id\":\"no-reason\","
                                + "\"action\":\"handshake_completed\"},\"source\":{\"ip\":\"10.0.0.1\"},"
                                + "\"destination\":{\"ip\":\"10.9.9.9\",\"port\":80},\"network\":{\"protocol\":\"smb\"},"
                                + "\"plainsight\":{\"protection\":\"weak\",\"crypto\":{\"version\":\"3.0\"},\"reasons\":[null]}}"));
        poison(poison);

        awaitExpectedAlerts(sending);
        List<ConsumerRecord<byte[], byte[]>> letters = deadLetters();
        // one is read ahead of the one that is judged
        assertThat(letters)
                .extracting(letter -> header(letter, "plainsight.dead-letter.reason"))
                .containsExactlyInAnyOrder(
                        "unreadable", "unreadable", "unreadable", "incomplete", "incomplete", "processing");
        assertThat(letters).allSatisfy(letter -> {
            assertThat(header(letter, "__streams.errors.topic")).isEqualTo(Topics.REPLAY.name());
            assertThat(header(letter, "__streams.errors.exception")).isNotBlank();
            assertThat(header(letter, "__streams.errors.partition")).matches("[0-5]");
            assertThat(header(letter, "__streams.errors.offset")).matches("[0-9]+");
            assertThat(new String(letter.key(), StandardCharsets.UTF_8)).isEqualTo(KEY);
        });
        List<byte[]> values = letters.stream().map(ConsumerRecord::value).toList();
        for (int i : new int[] {0, 1, 2, 4, 5}) {
            assertThat(values).as("poison %d", i).anyMatch(value -> Arrays.equals(value, poison.get(i)));
        }
        assertThat(letters)
                .filteredOn(letter -> ("" + LARGE_BYTES).equals(header(letter, "plainsight.dead-letter.full-length")))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).hasSize(KEPT_BYTES));
        assertThat(metrics.sum("plainsight_stream_corrupt_records_total")).isEqualTo(poison.size());
    }

    private Future<?> sendInTheBackground() {
        return sender.submit(() -> {
            load.send(kafka);
            return null;
        });
    }

    private void awaitTheMiddle() throws InterruptedException {
        Await.until("first alerts", () -> new KafkaReader(kafka).end(Topics.ALERTS) > 0, this::said);
    }

    private void awaitExpectedAlerts(Future<?> sending) throws Exception {
        sending.get();
        Await.until("the alerts of an undisturbed run", () -> Load.alerts(kafka).equals(expected), this::difference);
        Thread.sleep(2500); // longer than an update waits: nothing may follow
        assertThat(Load.alerts(kafka)).isEqualTo(expected);
    }

    private String difference() {
        Map<String, String> found = Load.alerts(kafka);
        StringBuilder text = new StringBuilder();
        expected.forEach((id, alert) -> {
            if (!alert.equals(found.get(id))) {
                text.append(id + ": " + alert + " expected, found " + found.get(id) + "\n");
            }
        });
        found.keySet().stream().filter(id -> !expected.containsKey(id)).forEach(id -> text.append("new: " + id + "\n"));
        return text + said();
    }

    private void awaitMembers(int count) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", kafka))) {
            Await.until(
                    count + " members with partitions",
                    () -> admin.describeConsumerGroups(List.of(GROUP)).all().get().get(GROUP).members().stream()
                                    .filter(member -> !member.assignment()
                                            .topicPartitions()
                                            .isEmpty())
                                    .count()
                            == count,
                    this::said);
        }
    }

    private void poison(List<byte[]> values) throws Exception {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", kafka, "compression.type", "lz4", "max.request.size", 16 << 20);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer())) {
            for (byte[] value : values) {
                producer.send(new ProducerRecord<>(Topics.REPLAY.name(), KEY, value))
                        .get();
            }
        }
    }

    private List<ConsumerRecord<byte[], byte[]>> deadLetters() {
        return new KafkaReader(kafka).records(Topics.DEAD_LETTER);
    }

    private static String header(ConsumerRecord<?, ?> record, String name) {
        Header header = record.headers().lastHeader(name);
        return header == null ? null : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private Program startProcessor(String name, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "stream-processor",
                "--replay",
                "--kafka",
                kafka,
                "--data",
                directory.resolve(name).toString()));
        arguments.addAll(List.of(options));
        Program process = Program.startIn(directory, arguments.toArray(new String[0]));
        started.add(process);
        return process;
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        started.forEach(process -> all.append(process.toString()).append("\n\n"));
        return all.toString();
    }
}
