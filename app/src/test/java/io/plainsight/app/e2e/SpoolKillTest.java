package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.PostureKeys;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.testing.CaptureBytes;
import io.plainsight.sensor.testing.Frames;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Broker and sensor are killed in the middle, more than once: every observation arrives, and each has its effect once. The
 * capture is played as live traffic, whose posture keeps no memory of connections: a repeat that passed would count.
 */
class SpoolKillTest {
    private static final Pattern BROKER = Pattern.compile("^Kafka broker: (\\S+)$");
    private static final int CONNECTIONS = 24_000;
    /** So that every partition has some. */
    private static final int SERVICES = 12;

    private static final String CLIENT = "10.0.0.5";
    private static final int TCP = 6;
    private static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    private static final int ACK = 0x10;
    private static final int FIN_ACK = 0x11;

    @TempDir
    Path directory;

    private final List<Program> started = new ArrayList<>();
    private Program broker;
    private String kafka;

    @BeforeEach
    void startTheBroker() throws Exception {
        broker = start("broker", "--port", "0", "--data", path("broker"));
        kafka = broker.awaitOutput(BROKER);
    }

    @AfterEach
    void stopEverything() throws Exception {
        for (int i = started.size() - 1; i >= 0; i--) {
            started.get(i).close();
        }
    }

    @Test
    void shouldDeliverEveryObservationWithEffectOnceWhenBrokerAndSensorAreKilled() throws Exception {
        String capture = capture();
        MetricsAddress metrics = new MetricsAddress();
        Program sensor = sensor(capture, metrics);
        Await.until("the first observations in Kafka", () -> arrived() > 100, this::said);

        broker.kill();
        Await.until(
                "all observations made",
                () -> metrics.sum("plainsight_sensor_observations_total") >= 2 * CONNECTIONS,
                this::said);
        Await.until("all of them written", () -> metrics.sum("plainsight_sensor_publish_queue_bytes") == 0, this::said);
        assertThat(metrics.sum("plainsight_sensor_spool_bytes"))
                .as("waiting for the broker")
                .isPositive();
        sensor.kill();
        long before = arrivedAfterRestart();
        assertThat(before).as("delivered before the kill").isLessThan(2 * CONNECTIONS);

        Program second = sensor(nothingNew(), new MetricsAddress());
        Await.until("more of them in Kafka", () -> arrived() > before, this::said);
        second.kill();
        // as if the kill had come before it was written: what Kafka had from the oldest segment is sent again
        Files.deleteIfExists(directory.resolve("spool").resolve("position"));
        assertThat(sensor(nothingNew(), new MetricsAddress()).awaitExit()).isZero();

        List<ConsumerRecord<String, Observation>> all = new KafkaReader(kafka).records(Topics.OBSERVATIONS);
        List<String> effective =
                KafkaReader.effective(all).stream().map(KafkaReader::identity).toList();
        assertThat(effective).doesNotHaveDuplicates().hasSize(2 * CONNECTIONS);
        assertThat(all.size()).as("some were sent again").isGreaterThan(effective.size());
        assertThat(all.stream().map(KafkaReader::identity).distinct()).hasSize(2 * CONNECTIONS);
        System.out.printf(
                "%d observations, %d before the first kill, %d sent in all%n", effective.size(), before, all.size());
        awaitJudged(capture);
    }

    private void awaitJudged(String capture) throws Exception {
        start("stream-processor", "--kafka", kafka, "--data", path("streams"));
        KafkaReader reader = new KafkaReader(kafka);
        Await.until(
                "each connection counted once in the posture",
                () -> reader.latest(Topics.POSTURE)
                        .get(PostureKeys.total(true))
                        .connections()
                        .equals(Map.of("plaintext", (long) CONNECTIONS)),
                () -> reader.latest(Topics.POSTURE) + said());
        Map<String, Long> undisturbed = analysedWithoutKafka(capture);
        Await.until(
                "every alert with the count that it has without any failure: " + undisturbed,
                () -> counts(reader.latest(Topics.ALERTS).values()).equals(undisturbed),
                () -> counts(reader.latest(Topics.ALERTS).values()) + said());
    }

    private static Map<String, Long> analysedWithoutKafka(String capture) {
        OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults());
        try (analysis;
                Sensor sensor = new Sensor(SensorSettings.defaults("test"), analysis::accept)) {
            sensor.playCaptures(List.of(Path.of(capture)), true);
            return counts(analysis.finish().alerts());
        }
    }

    private static Map<String, Long> counts(Collection<Alert> alerts) {
        Map<String, Long> counts = new TreeMap<>();
        alerts.forEach(alert -> counts.put(
                alert.rule().id() + ' ' + alert.detail().entity().value(),
                alert.detail().count()));
        return counts;
    }

    private long arrived() {
        return new KafkaReader(kafka).end(Topics.OBSERVATIONS);
    }

    private long arrivedAfterRestart() throws Exception {
        broker = start("broker", "--port", "0", "--data", path("broker"));
        assertThat(broker.awaitOutput(BROKER)).as("the broker's address").isEqualTo(kafka);
        long arrived = arrived();
        Set<String> distinct = new HashSet<>();
        new KafkaReader(kafka)
                .records(Topics.OBSERVATIONS)
                .forEach(message -> distinct.add(KafkaReader.identity(message)));
        assertThat(distinct).as("without a failure nothing comes twice").hasSize((int) arrived);
        return arrived;
    }

    private Program sensor(String capture, MetricsAddress metrics) throws IOException {
        return start(
                "sensor",
                "--pcap",
                capture,
                "--rebase-time",
                "--output",
                "kafka",
                "--kafka",
                kafka,
                "--spool",
                path("spool"),
                "--metrics",
                metrics.toString());
    }

    /** Plaintext connections, each from a client port of its own; each gives two observations. */
    private String capture() throws IOException {
        CaptureBytes capture = CaptureBytes.pcap();
        byte[] request = "GET / HTTP/1.1\r\nHost: example.org\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        byte[] response = "HTTP/1.1 204 No Content\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        long now = 1_700_000_000_000_000_000L;
        for (int i = 0; i < CONNECTIONS; i++) {
            int port = 1024 + i;
            String server = "10.0.1." + (1 + i % SERVICES);
            List<byte[]> segments = List.of(
                    Frames.tcp(port, 80, SYN, 99, new byte[0]),
                    Frames.tcp(80, port, SYN_ACK, 499, new byte[0]),
                    Frames.tcp(port, 80, ACK, 100, request),
                    Frames.tcp(80, port, ACK, 500, response),
                    Frames.tcp(port, 80, FIN_ACK, 100 + request.length, new byte[0]),
                    Frames.tcp(80, port, FIN_ACK, 500 + response.length, new byte[0]),
                    Frames.tcp(port, 80, ACK, 101 + request.length, new byte[0]));
            for (int s = 0; s < segments.size(); s++) {
                boolean fromClient = s != 1 && s != 3 && s != 5;
                byte[] packet = fromClient
                        ? Frames.ipv4(CLIENT, server, TCP, 1, 0, segments.get(s))
                        : Frames.ipv4(server, CLIENT, TCP, 1, 0, segments.get(s));
                capture.record(now += 10_000, Frames.ethernet(0x0800, packet));
            }
        }
        return Files.write(directory.resolve("connections.pcap"), capture.toArray())
                .toString();
    }

    /** A capture without packets: the sensor delivers what waits, and ends. */
    private String nothingNew() throws IOException {
        return Files.write(directory.resolve("empty.pcap"), CaptureBytes.pcap().toArray())
                .toString();
    }

    private Program start(String... arguments) throws IOException {
        Program process = Program.startIn(directory, arguments);
        started.add(process);
        return process;
    }

    private String path(String name) {
        return directory.resolve(name).toString();
    }

    private String said() {
        StringBuilder all = new StringBuilder();
        started.forEach(process -> all.append(process.toString()).append("\n\n"));
        return all.toString();
    }
}
