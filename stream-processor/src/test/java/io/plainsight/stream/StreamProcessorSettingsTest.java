package io.plainsight.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class StreamProcessorSettingsTest {
    @Test
    void shouldRunExactlyOnceFromTheEarliestRecord() {
        Properties properties = StreamProcessorSettings.of("localhost:9092", "app", Path.of("state"))
                .properties();

        assertThat(properties)
                .containsEntry("processing.guarantee", "exactly_once_v2")
                .containsEntry("commit.interval.ms", 200L)
                .containsEntry("consumer.auto.offset.reset", "earliest")
                .containsEntry("num.standby.replicas", 0)
                .containsEntry("replication.factor", 1)
                .containsEntry("application.id", "app")
                .containsEntry("client.id", "app")
                .containsEntry("state.dir", "state")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void shouldPassSecurityThrough() {
        Properties properties = StreamProcessorSettings.of("broker:9093", "app", Path.of("state"))
                .withSecurity(Map.of("security.protocol", "SSL"))
                .withThreads(3)
                .withStandbys(1)
                .withReplicationFactor(-1)
                .withClientId("one")
                .properties();

        assertThat(properties)
                .containsEntry("security.protocol", "SSL")
                .containsEntry("num.stream.threads", 3)
                .containsEntry("num.standby.replicas", 1)
                .containsEntry("replication.factor", -1)
                .containsEntry("client.id", "one");
    }

    @Test
    void shouldTakeOverFromASilentInstanceWithinSeconds() {
        Properties properties =
                StreamProcessorSettings.of("b:1", "app", Path.of("state")).properties();

        assertThat(properties)
                .containsEntry("consumer.session.timeout.ms", 10_000)
                .containsEntry("consumer.heartbeat.interval.ms", 3_000);
    }

    @Test
    void shouldGatherWhatAnIntervalBetweenCommitsGives() {
        Properties properties =
                StreamProcessorSettings.of("b:1", "app", Path.of("state")).properties();

        assertThat(properties).containsEntry("producer.batch.size", 131_072);
    }

    @Test
    void shouldLetAClusterChooseItsOwnSessionTimeout() {
        Properties properties = StreamProcessorSettings.of("b:1", "app", Path.of("state"))
                .withSecurity(Map.of("consumer.session.timeout.ms", "60000"))
                .properties();

        assertThat(properties).containsEntry("consumer.session.timeout.ms", "60000");
    }

    @Test
    void shouldReportAllProblemsTogether() {
        assertThatThrownBy(() -> new StreamProcessorSettings(
                        " ", "a b", Path.of("state"), "c", 0, -1, 0, Duration.ZERO, Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("bootstrap servers are missing")
                .hasMessageContaining("applicationId=a b")
                .hasMessageContaining("threads=0")
                .hasMessageContaining("standbys=-1")
                .hasMessageContaining("replicationFactor=0")
                .hasMessageContaining("commitInterval=PT0S");
    }
}
