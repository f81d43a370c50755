package io.plainsight.events;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopicsTest {
    /** Deployments create topics and grant rights by these figures; a change breaks them and is a release note. */
    @ParameterizedTest
    @CsvSource({
        "plainsight-observations, 6, delete, 604800000",
        "plainsight-observations-replay, 6, delete, -1",
        "plainsight-alerts, 6, compact, ",
        "plainsight-posture, 1, compact, ",
        "plainsight-dead-letter, 1, delete, 604800000",
    })
    void shouldKeepNamesPartitionsAndRetention(String name, int partitions, String cleanup, String retention) {
        Topic<?, ?> topic = Topics.ALL.stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst()
                .orElseThrow();

        NewTopic request = topic.create((short) 3);

        assertThat(request.name()).isEqualTo(name);
        assertThat(request.numPartitions()).isEqualTo(partitions);
        assertThat(request.replicationFactor()).isEqualTo((short) 3);
        assertThat(request.configs().get("cleanup.policy")).isEqualTo(cleanup);
        assertThat(request.configs().get("retention.ms")).isEqualTo(retention);
    }

    @Test
    void shouldListEveryTopic() {
        assertThat(Topics.ALL)
                .containsExactlyInAnyOrder(
                        Topics.OBSERVATIONS, Topics.REPLAY, Topics.ALERTS, Topics.POSTURE, Topics.DEAD_LETTER);
    }
}
