package io.plainsight.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StormTest {
    private static final int CONNECTIONS = 10_000;
    /** The first, one at each doubling, and the rest. */
    private static final int MAX_RECORDS = 16;

    @TempDir
    Path directory;

    @Test
    void shouldMakeOneAlertOfTenThousandBadConnectionsAndFewRecords() {
        List<Alert> records = new ArrayList<>();
        try (TopologyHarness topology = new TopologyHarness(Policy.defaults(), directory)) {
            for (int i = 0; i < CONNECTIONS; i++) {
                topology.pipe(Observations.plaintext("http")
                        .from("10.0." + i / 250 + "." + i % 250)
                        .after(Duration.ofMillis(i)));
            }
            records.addAll(topology.records());
            topology.wait(Duration.ofSeconds(2));
            records.addAll(topology.records());
        }

        assertThat(records)
                .extracting(alert -> alert.detail().id())
                .containsOnly(records.get(0).detail().id());
        assertThat(records).hasSizeLessThanOrEqualTo(MAX_RECORDS);
        assertThat(records.get(records.size() - 1).detail().count()).isEqualTo(CONNECTIONS);
    }
}
