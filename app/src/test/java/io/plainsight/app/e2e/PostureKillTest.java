package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.app.process.Program;
import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.events.Protection;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The stream processor is killed in the middle, more than once, with sums gathered that it has not passed on: each connection
 * counts once in every figure that it belongs to.
 */
class PostureKillTest {
    private static final int CONNECTIONS = 30_000;
    private static final int SERVICES = 24;
    private static final int KILLS = 3;
    private static final long BYTES = 100;
    private static final Instant HOUR = Instant.parse("2026-11-20T10:00:00Z");

    @TempDir
    Path directory;

    @TempDir
    Path temporary;

    @Test
    void shouldCountEachConnectionOnceWhenTheProcessorIsKilled() throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0)) {
            Map<String, Object> clients = Map.of("bootstrap.servers", broker.bootstrapServers());
            TopicSetup.ensure(clients, Topics.ALL, (short) 1);
            KafkaReader reader = new KafkaReader(broker.bootstrapServers());
            int sent = 0;
            for (int kill = 1; kill <= KILLS; kill++) {
                long before = counted(reader);
                try (Program processor = processor(broker)) {
                    sent = send(clients, sent, CONNECTIONS * kill / (KILLS + 1));
                    Await.until("more connections counted", () -> counted(reader) > before, processor::toString);
                    processor.kill();
                }
            }
            try (Program processor = processor(broker)) {
                send(clients, sent, CONNECTIONS);
                Await.until("all connections counted", () -> counted(reader) >= CONNECTIONS, processor::toString);
                Thread.sleep(2_000); // what would count twice comes now
            }
            assertExact(reader.latest(Topics.POSTURE));
        }
    }

    private static void assertExact(Map<String, Posture> figures) {
        for (String scope : new String[] {"", "/zone/internal"}) {
            for (String period : new String[] {"total", "2026-11-20", "2026-11-20T10"}) {
                assertThat(figures.get(period + scope))
                        .as(period + scope)
                        .returns(Map.of("protected", (long) CONNECTIONS), Posture::connections)
                        .returns(Map.of("protected", CONNECTIONS * BYTES), Posture::bytes);
            }
        }
        assertThat(figures.entrySet().stream()
                        .filter(entry -> PostureKeys.isService(entry.getKey())
                                && PostureKeys.period(entry.getKey()).equals(PostureKeys.TOTAL)))
                .hasSize(SERVICES)
                .allSatisfy(entry -> assertThat(entry.getValue().connections())
                        .isEqualTo(Map.of("protected", (long) CONNECTIONS / SERVICES)));
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

    private static long counted(KafkaReader reader) {
        Posture total = reader.latest(Topics.POSTURE).get(PostureKeys.total(true));
        return total == null ? 0 : total.connections().getOrDefault("protected", 0L);
    }

    /** Connections from one number up to another. */
    private static int send(Map<String, Object> clients, int from, int until) throws Exception {
        List<Future<?>> sent = new ArrayList<>(until - from);
        try (KafkaProducer<String, Observation> producer = new KafkaProducer<>(
                clients,
                Topics.OBSERVATIONS.key().serializer(),
                Topics.OBSERVATIONS.value().serializer())) {
            for (int number = from; number < until; number++) {
                Observation connection = ended(number);
                sent.add(producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), connection.key(), connection)));
            }
        }
        for (Future<?> one : sent) {
            one.get();
        }
        return until;
    }

    private static Observation ended(int number) {
        Instant at = HOUR.plusMillis(number);
        return ObservationBuilder.builder()
                .timestamp(at)
                .event(ObservationEventBuilder.builder()
                        .id("connection-" + number)
                        .action(Actions.FLOW_ENDED)
                        .start(at)
                        .end(at)
                        .build())
                .source(ObservationEndpointBuilder.builder()
                        .ip("10.0.0.5")
                        .port(40_000)
                        .bytes(BYTES)
                        .build())
                .destination(ObservationEndpointBuilder.builder()
                        .ip("10.0.1." + number % SERVICES)
                        .port(443)
                        .build())
                .plainsight(ObservationPlainsightBuilder.builder()
                        .protection(Protection.PROTECTED)
                        .build())
                .build();
    }
}
