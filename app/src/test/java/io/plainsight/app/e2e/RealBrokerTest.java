package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationEventBuilder;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.KafkaSink;
import io.plainsight.sensor.publish.PublishMetrics;
import io.plainsight.sensor.spool.SpoolSettings;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The parts that meet Kafka first, against a real broker: making topics and sending observations. */
class RealBrokerTest {
    private static final Instant LONG_AGO = Instant.parse("2015-03-01T10:00:00Z");
    private static final Instant AHEAD = Instant.parse("2031-03-01T10:00:00Z");

    @TempDir
    Path directory;

    private EmbeddedBroker broker;
    private Map<String, Object> clients;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        clients = Map.of("bootstrap.servers", broker.bootstrapServers());
    }

    @AfterEach
    void stopBroker() {
        broker.close();
    }

    @Test
    void shouldMakeEachTopicOnceWhenAllRolesStartTogether() throws Exception {
        ExecutorService roles = Executors.newFixedThreadPool(4);
        Callable<Set<String>> start = () -> TopicSetup.ensure(clients, Topics.ALL, (short) 1);

        List<Future<Set<String>>> answers = roles.invokeAll(List.of(start, start, start, start));
        roles.shutdown();

        List<String> created = new ArrayList<>();
        for (Future<Set<String>> answer : answers) {
            created.addAll(answer.get());
        }
        assertThat(created)
                .containsExactlyInAnyOrderElementsOf(
                        Topics.ALL.stream().map(topic -> topic.name()).toList());
        try (Admin admin = Admin.create(clients)) {
            assertThat(admin.describeTopics(List.of(Topics.REPLAY.name()))
                            .allTopicNames()
                            .get()
                            .get(Topics.REPLAY.name())
                            .partitions())
                    .hasSize(Topics.REPLAY.partitions());
        }
    }

    @Test
    void shouldTakeObservationsOfAnyTime() throws Exception {
        TopicSetup.ensure(clients, Topics.ALL, (short) 1);
        List<String> sent = new ArrayList<>();

        PublishMetrics metrics = new PublishMetrics(new CollectorRegistry());
        try (KafkaPublisher publisher = KafkaPublisher.open(
                clients,
                SpoolSettings.of(directory.resolve("spool"), SpoolSettings.MIN_LIMIT_BYTES),
                () -> {},
                metrics)) {
            KafkaSink sink = publisher.sink(Topics.REPLAY, true);
            for (int i = 0; i < 100; i++) {
                sent.add("old-" + i);
                sink.accept(observation("old-" + i, LONG_AGO.plusSeconds(i), i));
                sent.add("ahead-" + i);
                sink.accept(observation("ahead-" + i, AHEAD.plusSeconds(i), i));
            }
            sink.flush();
        }

        assertThat(new KafkaReader(broker.bootstrapServers()).records(Topics.REPLAY))
                .extracting(message -> message.value().event().id())
                .containsExactlyInAnyOrderElementsOf(sent);
    }

    private static Observation observation(String id, Instant time, int host) {
        return ObservationBuilder.builder()
                .timestamp(time)
                .event(ObservationEventBuilder.builder().id(id).build())
                .destination(ObservationEndpointBuilder.builder()
                        .ip("10.0.0." + host)
                        .port(443)
                        .build())
                .build();
    }
}
