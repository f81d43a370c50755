package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.Test;

class KafkaSinkTest {
    private final MockProducer<String, Observation> manual = producer(false);
    private final Heard heard = new Heard();

    @Test
    void shouldKeyByDestinationAndCarryPacketTime() {
        MockProducer<String, Observation> producer = producer(true);
        KafkaSink sink = new KafkaSink(producer, Topics.REPLAY, heard);

        sink.accept(Observations.tls().build());
        sink.flush();

        ProducerRecord<String, Observation> sent = producer.history().get(0);
        assertThat(sent.topic()).isEqualTo("plainsight-observations-replay");
        assertThat(sent.key()).isEqualTo("10.0.1.9:443");
        assertThat(sent.timestamp()).isEqualTo(Observations.PACKET_TIME.toEpochMilli());
        assertThat(heard.delivered).containsExactly(Observations.PACKET_TIME);
    }

    @Test
    void shouldSendTimesBefore1970AsZero() {
        MockProducer<String, Observation> producer = producer(true);

        new KafkaSink(producer, Topics.REPLAY, heard)
                .accept(Observations.tls().timestamp(Instant.ofEpochSecond(-5)).build());

        assertThat(producer.history().get(0).timestamp()).isZero();
    }

    @Test
    void shouldThrowOnFlushWhenSomethingWasLost() {
        KafkaSink sink = new KafkaSink(manual, Topics.OBSERVATIONS, heard);
        sink.accept(Observations.tls().build());
        sink.accept(Observations.tls().build());
        manual.errorNext(new TimeoutException("expiring 1 record"));

        assertThatThrownBy(sink::flush)
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContaining("1 observations could not be delivered")
                .hasMessageContaining("plainsight-observations")
                .hasMessageContaining("expiring 1 record");
        assertThat(sink.lost()).isEqualTo(1);
        assertThat(heard.lost).isEqualTo(1);
        assertThat(heard.delivered).hasSize(1);
    }

    @Test
    void shouldReportEachLossOnce() {
        KafkaSink sink = new KafkaSink(manual, Topics.OBSERVATIONS, heard);
        sink.accept(Observations.tls().build());
        manual.errorNext(new TimeoutException("expired"));
        assertThatThrownBy(sink::flush).isInstanceOf(UncheckedIOException.class);

        assertThatCode(sink::flush).doesNotThrowAnyException();
        assertThat(sink.lost()).isEqualTo(1);
    }

    @Test
    void shouldCountWhatTheProducerRefusesAtOnce() {
        manual.sendException = new KafkaException("refused");
        KafkaSink sink = new KafkaSink(manual, Topics.OBSERVATIONS, heard);

        sink.accept(Observations.tls().build());

        assertThat(sink.lost()).isEqualTo(1);
        assertThat(heard.lost).isEqualTo(1);
    }

    @Test
    void shouldBeIdempotentCompressedAndBounded() {
        Map<String, Object> config =
                KafkaSink.producerConfig(Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092"));

        assertThat(config)
                .containsEntry(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true)
                .containsEntry(ProducerConfig.ACKS_CONFIG, "all")
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, KafkaSink.BUFFER_MEMORY_BYTES)
                .containsEntry(ProducerConfig.MAX_BLOCK_MS_CONFIG, KafkaSink.MAX_BLOCK_MS)
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    }

    @Test
    void shouldAcceptItsOwnConfiguration() {
        Map<String, Object> client = Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:1");

        assertThatCode(() -> new KafkaSink(client, Topics.OBSERVATIONS, DeliveryListener.NONE).close())
                .doesNotThrowAnyException();
    }

    private static MockProducer<String, Observation> producer(boolean autoComplete) {
        return new MockProducer<>(
                autoComplete,
                null,
                Topics.OBSERVATIONS.key().serializer(),
                Topics.OBSERVATIONS.value().serializer());
    }

    private static final class Heard implements DeliveryListener {
        private final List<Instant> delivered = new ArrayList<>();
        private int lost;

        @Override
        public void onDelivered(Instant packetTime) {
            delivered.add(packetTime);
        }

        @Override
        public void onLost() {
            lost++;
        }
    }
}
