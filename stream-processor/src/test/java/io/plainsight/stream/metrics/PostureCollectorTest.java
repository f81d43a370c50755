package io.plainsight.stream.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.PostureBuilder;
import io.prometheus.client.CollectorRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PostureCollectorTest {
    private final CollectorRegistry registry = new CollectorRegistry();
    private final PostureCollector posture = new PostureCollector().register(registry);

    @Test
    void shouldExportWhatFlowLogsLeaveOutWhereTheyAreDelivered() {
        posture.put(
                true,
                "internal",
                PostureBuilder.builder()
                        .expectedConnections(Map.of("all", 40L, "subnet/a", 40L))
                        .unloggedConnections(Map.of("all", 25L, "subnet/a", 25L))
                        .build());
        posture.put(true, "external", PostureBuilder.builder().build());

        assertThat(of("plainsight_posture_expected_connections", "internal")).isEqualTo(40);
        assertThat(of("plainsight_posture_unlogged_connections", "internal")).isEqualTo(25);
        assertThat(of("plainsight_posture_unlogged_connections", "external")).isNull();
    }

    private Double of(String name, String zone) {
        return registry.getSampleValue(name, new String[] {"traffic", "zone"}, new String[] {"live", zone});
    }
}
