package io.plainsight.app.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.alerting.AlertingService;
import io.plainsight.alerting.AlertingSettings;
import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.process.Await;
import io.plainsight.events.Alert;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.prometheus.client.CollectorRegistry;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * How far alerting has come, where transactions end: their markers take offsets of their own, and stand behind the last
 * alert.
 */
class AlertingOffsetsTest {
    @TempDir
    Path directory;

    private final List<Alert> alerts = Expected.offline().alerts();
    private EmbeddedBroker broker;
    private KafkaProducer<String, Alert> producer;

    @BeforeEach
    void startBroker() throws Exception {
        broker = EmbeddedBroker.start(directory, 0);
        TopicSetup.ensure(Map.of("bootstrap.servers", broker.bootstrapServers()), Topics.ALL, (short) 1);
        producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker.bootstrapServers(), "transactional.id", "test"),
                Topics.ALERTS.key().serializer(),
                Topics.ALERTS.value().serializer());
        producer.initTransactions();
    }

    @AfterEach
    void stopBroker() {
        producer.close();
        broker.close();
    }

    @Test
    void shouldReachTheEndBehindACommit() throws Exception {
        send(alerts.get(0));
        producer.commitTransaction();

        assertThat(printedBy(1)).contains(alerts.get(0).event().reason());
    }

    @Test
    void shouldReachTheEndBehindAnAbortWithoutShowingWhatWasTakenBack() throws Exception {
        send(alerts.get(0));
        producer.commitTransaction();
        send(alerts.get(1));
        producer.abortTransaction();

        assertThat(printedBy(1))
                .contains(alerts.get(0).event().reason())
                .doesNotContain(alerts.get(1).event().reason());
    }

    @Test
    void shouldRepeatNothingAfterARestart() throws Exception {
        send(alerts.get(0));
        producer.commitTransaction();
        printedBy(1);
        send(alerts.get(1));
        producer.commitTransaction();

        assertThat(printedBy(2))
                .contains(alerts.get(1).event().reason())
                .doesNotContain(alerts.get(0).event().reason());
    }

    private void send(Alert alert) throws Exception {
        producer.beginTransaction();
        producer.send(new ProducerRecord<>(Topics.ALERTS.name(), alert.detail().id(), alert))
                .get();
    }

    /** What alerting prints from its start until it has come to the end of the topic, holding {@code held} alerts. */
    private String printedBy(int held) throws InterruptedException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (AlertingService alerting = AlertingService.start(AlertingSettings.builder()
                .bootstrapServers(broker.bootstrapServers())
                .console(AlertingSettings.parseAddress("127.0.0.1:0"))
                .output(new PrintStream(out, true, StandardCharsets.UTF_8), false)
                .registry(new CollectorRegistry())
                .build())) {
            assertThat(alerting.awaitDelivered(ends(), Await.PATIENCE)).isTrue();
            assertThat(alerting.store().size()).isEqualTo(held);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Ends of the partitions, markers included. */
    private Map<TopicPartition, Long> ends() {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", broker.bootstrapServers()));
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            return consumer.endOffsets(consumer.partitionsFor(Topics.ALERTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList());
        }
    }
}
