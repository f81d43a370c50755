package io.plainsight.sensor.publish;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.junit.jupiter.api.Test;

class ProducerSettingsTest {
    @Test
    void shouldBatchAndCompress() {
        assertThat(ProducerSettings.of(Map.of("bootstrap.servers", "localhost:9092")))
                .containsEntry(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4")
                .containsEntry(ProducerConfig.LINGER_MS_CONFIG, ProducerSettings.LINGER_MS)
                .containsEntry(ProducerConfig.BUFFER_MEMORY_CONFIG, ProducerSettings.BUFFER_MEMORY_BYTES)
                .containsEntry(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, "localhost:9092");
    }

    @Test
    void shouldLetTheOperatorChooseAnotherCompression() {
        assertThat(ProducerSettings.of(Map.of("compression.type", "zstd", "linger.ms", "50")))
                .containsEntry("compression.type", "zstd")
                .containsEntry("linger.ms", "50");
    }

    @Test
    void shouldNotLetASettingBreakTheOrder() {
        Map<String, String> careless = Map.of(
                "acks", "1",
                "enable.idempotence", "false",
                "max.in.flight.requests.per.connection", "5",
                "retries", "0",
                "delivery.timeout.ms", "1000");

        assertThat(ProducerSettings.of(careless))
                .containsEntry("acks", "all")
                .containsEntry("enable.idempotence", true)
                .containsEntry("max.in.flight.requests.per.connection", 1)
                .containsEntry("retries", Integer.MAX_VALUE)
                .containsEntry("delivery.timeout.ms", Integer.MAX_VALUE);
    }

    @Test
    void shouldBeTakenByTheProducer() {
        ProducerConfig config = new ProducerConfig(ProducerSettings.of(Map.of("bootstrap.servers", "localhost:1")));

        assertThat(config.getInt(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION))
                .isEqualTo(1);
    }
}
