package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Status;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationFlowBuilder;
import io.plainsight.events.ObservationNetworkBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.events.Protection;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stream processor is killed while connections wait for their flow logs, and again when they were found missing: what it
 * waited for and what it held for missing is known after each.
 */
class FlowLogGapKillTest {
    private static final int CONNECTIONS = 25;
    private static final int FIRST_PORT = 40_000;
    private static final int LOGGED_PORT = 50_000;
    private static final Instant HOUR = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    @Test
    void shouldTellOfTheGapAndTakeItBackWhenTheProcessorWasKilledBefore() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
            Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
            TopicSetup.ensure(clients, Topics.ALL, (short) 1);
            KafkaReader reader = new KafkaReader(broker.bootstrapServers());
            try (Program processor = processor(broker)) {
                send(clients, IntStream.range(0, 1).mapToObj(minute -> record(LOGGED_PORT, minute)));
                Await.until(
                        "flow logs in use",
                        () -> total(reader).loggedConnections().get("all") == 1,
                        processor::toString);
                send(clients, IntStream.range(0, CONNECTIONS).mapToObj(i -> packets(FIRST_PORT + i)));
                Await.until(
                        "all connections waiting",
                        () -> total(reader).connections().get("protected") == CONNECTIONS,
                        processor::toString);
                processor.kill();
            }
            try (Program processor = processor(broker)) {
                send(clients, IntStream.range(1, 26).mapToObj(minute -> record(LOGGED_PORT, minute)));
                Await.until("the gap", () -> isGap(Status.OPEN, reader), processor::toString);
                Await.until(
                        "all connections missing",
                        () -> total(reader).unloggedConnections().get("all") == CONNECTIONS,
                        processor::toString);
                processor.kill();
            }
            try (Program processor = processor(broker)) {
                send(clients, IntStream.range(0, CONNECTIONS).mapToObj(i -> record(FIRST_PORT + i, 3)));
                Await.until("its end", () -> isGap(Status.RESOLVED, reader), processor::toString);
                Await.until(
                        "none missing",
                        () -> total(reader).unloggedConnections().getOrDefault("all", 0L) == 0,
                        processor::toString);
            }
            assertThat(total(reader).expectedConnections()).containsEntry("all", (long) CONNECTIONS);
        }
    }

    private Program processor(EmbeddedBroker broker) throws Exception {
        return Program.startIn(
                temporary,
                "stream-processor",
                "--kafka",
                broker.bootstrapServers(),
                "--data",
                directory.resolve("streams").toString());
    }

    private static Posture total(KafkaReader reader) {
        return reader.latest(Topics.POSTURE).get(PostureKeys.total(true));
    }

    private static boolean isGap(Status status, KafkaReader reader) {
        List<Alert> gaps = reader.latest(Topics.ALERTS).values().stream()
                .filter(alert -> alert.rule().id().equals("flow-log-gap"))
                .toList();
        return gaps.size() == 1 && gaps.get(0).detail().status() == status;
    }

    private static void send(Map<String, Object> clients, Stream<Observation> observations) throws Exception {
        List<Future<?>> sent = new ArrayList<>();
        try (KafkaProducer<String, Observation> producer = new KafkaProducer<>(
                clients,
                Topics.OBSERVATIONS.key().serializer(),
                Topics.OBSERVATIONS.value().serializer())) {
            observations.forEach(observation -> sent.add(
                    producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), observation.key(), observation))));
        }
        for (Future<?> one : sent) {
            one.get(); // each arrived
        }
    }

    /** Of a connection within the fourth minute. */
    private static Observation packets(int port) {
        return of(port, Actions.FLOW_ENDED, "packets-" + port, HOUR.plusSeconds(181), Duration.ofSeconds(1))
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.PROTECTED)
                        .build())
                .build();
    }

    /** Of one minute, at the interface of the service. */
    private static Observation record(int port, int minute) {
        Instant end = HOUR.plus(Duration.ofMinutes(minute + 1L));
        return of(port, Actions.FLOW_LOGGED, "record-" + port + "-" + minute, end, Duration.ofMinutes(1))
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.UNKNOWN)
                        .flow(ObservationFlowBuilder.builder()
                                .fields(Map.of(
                                        "interface-id", "eni-1", "subnet-id", "subnet-1", "flow-direction", "ingress"))
                                .build())
                        .build())
                .build();
    }

    private static ObservationBuilder of(int port, String action, String id, Instant end, Duration lasting) {
        return ObservationBuilder.builder()
                .timestamp(end)
                .event(ObservationEventBuilder.builder()
                        .id(id)
                        .action(action)
                        .type(List.of("connection", "allowed"))
                        .start(end.minus(lasting))
                        .end(end)
                        .build())
                .source(ObservationEndpointBuilder.builder()
                        .ip("10.0.0.5")
                        .port(port)
                        .bytes(1_000L)
                        .packets(10L)
                        .build())
                .destination(ObservationEndpointBuilder.builder()
                        .ip("10.0.1.9")
                        .port(443)
                        .bytes(1_000L)
                        .packets(10L)
                        .build())
                .network(ObservationNetworkBuilder.builder().transport("tcp").build());
    }
}
