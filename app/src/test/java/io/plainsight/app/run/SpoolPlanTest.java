package io.plainsight.app.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plainsight.app.UserException;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.PublishMetrics;
import io.plainsight.sensor.spool.SpoolSettings;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolPlanTest {
    @TempDir
    Path directory;

    @Test
    void shouldUseTheDefaultDirectoryUnlessOneWasAskedFor() {
        open(null, "default", Map.of()).close();
        open(directory.resolve("asked"), "default-2", Map.of()).close();

        assertThat(directory.resolve("default")).isDirectory();
        assertThat(directory.resolve("asked")).isDirectory();
        assertThat(directory.resolve("default-2")).doesNotExist();
    }

    @Test
    void shouldSayThatAnotherProcessHasTheSpool() {
        try (KafkaPublisher first = open(null, "spool", Map.of())) {
            assertThat(first.status().spoolLimitBytes()).isEqualTo(SpoolSettings.MIN_LIMIT_BYTES);

            assertThatThrownBy(() -> open(null, "spool", Map.of()))
                    .isInstanceOf(UserException.class)
                    .hasMessageContaining(directory.resolve("spool").toString())
                    .hasMessageContaining("used by another plainsight");
        }
    }

    @Test
    void shouldSayWhichKafkaSettingIsWrong() {
        assertThatThrownBy(() -> open(null, "spool", Map.of("compression.type", "best")))
                .isInstanceOf(UserException.class)
                .hasMessageContaining("compression.type")
                .hasMessageContaining("--kafka-config");
    }

    @Test
    void shouldDeleteATemporarySpoolOnlyWhenNothingIsLeftInIt() throws IOException {
        TemporarySpool delivered = TemporarySpool.make();
        Files.createFile(delivered.path().resolve("lock"));
        TemporarySpool waiting = TemporarySpool.make();
        Path segment = Files.createFile(waiting.path().resolve("0000000000000001.spool"));

        delivered.close();
        waiting.close();

        assertThat(delivered.path()).doesNotExist();
        assertThat(segment).exists();
        Files.delete(segment);
        waiting.close();
        assertThat(waiting.path()).doesNotExist();
    }

    private KafkaPublisher open(Path asked, String byDefault, Map<String, Object> settings) {
        Map<String, Object> clients = new java.util.HashMap<>(settings);
        clients.put("bootstrap.servers", "127.0.0.1:1");
        return new SpoolPlan(asked, SpoolSettings.MIN_LIMIT_BYTES)
                .open(directory.resolve(byDefault), clients, () -> {}, new PublishMetrics(new CollectorRegistry()));
    }
}
