package io.plainsight.stream.posture;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostureTopologyTest {
    @TempDir
    Path state;

    @Test
    void shouldKeepTheFiguresOfReplaysUnderKeysOfTheirOwn() {
        try (TopologyHarness replay = new TopologyHarness(Policy.defaults(), state, Topics.REPLAY)) {
            replay.pipe(ended("a"));

            assertThat(replay.posture()).containsOnlyKeys("replay/total", "replay/2026-11-20");
        }
    }

    @Test
    void shouldCountAConnectionOnceWhenItsFileIsPlayedAgain() {
        try (TopologyHarness replay = new TopologyHarness(Policy.defaults(), state, Topics.REPLAY)) {
            replay.pipe(ended("a")).pipe(ended("b"));
            replay.wait(java.time.Duration.ofSeconds(2));
            replay.pipe(ended("a")).pipe(ended("b")).pipe(ended("c"));

            assertThat(replay.posture().get("replay/total").connections())
                    .containsExactlyEntriesOf(Map.of("protected", 3L));
        }
    }

    @Test
    void shouldKeepNoMemoryOfLiveConnections() {
        try (TopologyHarness live = new TopologyHarness(Policy.defaults(), state)) {
            live.pipe(ended("a"));

            assertThat(live.driver().getAllStateStores()).doesNotContainKey(CountedConnections.STORE);
            assertThat(live.posture()).containsOnlyKeys("total", "2026-11-20");
        }
    }

    private static Observations ended(String id) {
        return Observations.tls().id(id).action(Actions.FLOW_ENDED);
    }
}
