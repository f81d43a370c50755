package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.catalogue.Catalogue;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.SequenceHeader;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.stream.backtest.KafkaObservations;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.TimeRange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A changed policy on what a broker retains: of a running program, of a stopped one, and message by message. */
class PolicyBacktestTest {
    private static final Pattern BROKER = Pattern.compile("^Kafka broker: (\\S+)$");

    @TempDir
    Path directory;

    @Test
    void shouldShowTheDifferenceOfARunningAndOfAStoppedProgramAndLeaveItsAlertsAlone() throws Exception {
        Path data = directory.resolve("data");
        Path policy = Files.writeString(directory.resolve("policy.yaml"), "name: site\nversion: \"1\"\n");
        Path stricter = Files.writeString(
                directory.resolve("stricter.yaml"), "name: site\nversion: \"2\"\nminimum-tls-version: \"1.3\"\n");
        String offline = backtest(
                stricter,
                "--against",
                policy.toString(),
                "--pcap",
                Catalogue.directory().toString());
        String running;
        Map<String, Alert> before;
        Map<String, Alert> after;
        try (Program run = Program.startIn(
                directory,
                "run",
                "--pcap",
                Catalogue.directory().toString(),
                "--policy",
                policy.toString(),
                "--console",
                "127.0.0.1:0",
                "--data",
                data.toString())) {
            KafkaReader reader = new KafkaReader(run.awaitOutput(BROKER));
            Await.until(
                    "every alert",
                    () -> Catalogue.differences(
                                    Catalogue.read().captures().stream()
                                            .flatMap(entry -> entry.alerts().stream())
                                            .toList(),
                                    List.copyOf(reader.latest(Topics.ALERTS).values()))
                            .isEmpty(),
                    run::toString);
            before = reader.latest(Topics.ALERTS);
            running = backtest(stricter, "--data", data.toString());
            after = reader.latest(Topics.ALERTS);
            run.interrupt();
            run.awaitExit();
        }

        String stopped = backtest(stricter, "--data", data.toString());

        assertThat(differences(running)).isEqualTo(differences(offline)).hasSizeGreaterThan(10);
        assertThat(differences(stopped)).isEqualTo(differences(offline));
        assertThat(Json.mapper().readTree(stopped).at("/before/version").asText())
                .isEqualTo("1");
        assertThat(after.keySet()).isEqualTo(before.keySet());
    }

    @Test
    void shouldReadEachObservationOnceInTheOrderOfTimeAndCountTheRest() throws Exception {
        List<Observation> sent = observations();
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("broker"), 0)) {
            Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
            KafkaObservations replay = new KafkaObservations(clients, Topics.REPLAY);
            assertThat(replay.hasAny()).isFalse(); // nor is there such a topic
            TopicSetup.ensure(clients, Topics.ALL, (short) 1);
            assertThat(replay.hasAny()).isFalse();
            send(clients, sent);

            List<Observation> read = new ArrayList<>();
            Reading reading = new Reading(TimeRange.ALL);
            reading.read(replay, read::add);

            assertThat(read).hasSize(sent.size());
            assertThat(read).isSortedAccordingTo(Comparator.comparing(PolicyBacktestTest::milliseconds));
            assertThat(names(read)).isEqualTo(names(sent));
            assertThat(reading.input().repeated()).isEqualTo(sent.size());
            assertThat(reading.input().unreadable()).isEqualTo(1);
            assertThat(reading.input().problems().get(0)).contains("plainsight-observations-replay, partition ");
            Observation middle = read.get(read.size() / 2);
            Reading later = new Reading(new TimeRange(middle.timestamp(), null));
            List<Observation> rest = new ArrayList<>();
            later.read(replay, rest::add);
            assertThat(names(rest))
                    .isEqualTo(names(sent.stream()
                            .filter(observation -> !observation.timestamp().isBefore(middle.timestamp()))
                            .toList()));
            assertThat(later.input().retainedFrom().toEpochMilli()).isEqualTo(milliseconds(read.get(0)));
        }
    }

    /** What tells observations apart, in an order of its own. */
    private static List<String> names(List<Observation> observations) {
        return observations.stream()
                .map(observation -> Json.format(observation.timestamp()) + " "
                        + observation.event().id() + " " + observation.event().action())
                .sorted()
                .toList();
    }

    private static long milliseconds(Observation observation) {
        return observation.timestamp().toEpochMilli();
    }

    /** In the order of time, as a sensor sends them. */
    private static List<Observation> observations() {
        List<Observation> observations = new ArrayList<>();
        try (Sensor sensor = new Sensor(SensorSettings.defaults("test"), observations::add)) {
            sensor.playCaptures(List.of(Catalogue.directory()), false);
        }
        observations.sort(Comparator.comparing(Observation::timestamp));
        return observations;
    }

    /** Every observation, then all of them again under the same numbers, and something that is none. */
    private static void send(Map<String, Object> clients, List<Observation> observations) throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(clients, new StringSerializer(), new ByteArraySerializer())) {
            for (int round = 0; round < 2; round++) {
                long number = 0;
                for (Observation observation : observations) {
                    ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                            Topics.REPLAY.name(),
                            null,
                            milliseconds(observation),
                            observation.key(),
                            Topics.REPLAY.value().serializer().serialize("", observation));
                    message.headers().add(new SequenceHeader(7, ++number).header());
                    sent.add(producer.send(message));
                }
            }
            sent.add(producer.send(new ProducerRecord<>(
                    Topics.REPLAY.name(), "10.0.0.1:1", "nonsense".getBytes(StandardCharsets.UTF_8))));
            for (Future<RecordMetadata> message : sent) {
                message.get();
            }
        }
    }

    private String backtest(Path policy, String... options) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of("policy", "backtest", policy.toString(), "--format", "json"));
        arguments.addAll(List.of(options));
        try (Program process = Program.startIn(directory, arguments.toArray(String[]::new))) {
            assertThat(process.awaitExit()).as(process.toString()).isZero();
            return String.join("\n", process.output());
        }
    }

    /** What appears and disappears, and how many stay. */
    private static List<String> differences(String report) throws IOException {
        JsonNode json = Json.mapper().readTree(report);
        List<String> all = new ArrayList<>();
        for (String kind : List.of("appear", "disappear")) {
            json.get(kind)
                    .forEach(alert -> all.add(kind + " " + alert.get("id").asText() + " "
                            + alert.get("count").asText()));
        }
        json.get("changed")
                .forEach(change -> all.add("changed " + change.at("/alert/id").asText()));
        all.add(json.get("unchanged").asText());
        return all.stream().sorted().toList();
    }
}
