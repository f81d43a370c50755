package io.plainsight.stream.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Posture;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CoverageTest {
    @TempDir
    Path directory;

    private TopologyHarness topology;

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void shouldCountEachConnectionOnceAndWhichOfThemASensorSawInEitherOrder(boolean packetsFirst) {
        start(Policy.defaults());
        Observations packets = Observations.tls().fromPort(50_000).action(Actions.FLOW_ENDED);
        if (packetsFirst) {
            topology.pipe(packets);
        }
        fourRecords(50_000, null);
        fourRecords(50_001, null);
        if (!packetsFirst) {
            topology.pipe(packets);
        }

        Map<String, Posture> figures = topology.posture();
        Posture total = figures.get("replay/total");
        assertThat(total.loggedConnections())
                .containsEntry("all", 2L)
                .containsEntry("subnet/subnet-eni-client", 2L)
                .containsEntry("interface/eni-client", 2L)
                .containsEntry("vpc/vpc-1", 2L)
                .containsEntry("zone/internal", 2L)
                .containsEntry("service/10.0.1.9:443", 2L);
        assertThat(total.seenConnections()).containsEntry("all", 1L).containsEntry("interface/eni-client", 1L);
        assertThat(total.loggedBytes()).containsEntry("all", 2 * (1_900L + 7_400));
        assertThat(total.seenBytes()).containsEntry("all", 1_900L + 7_400);
        assertThat(total.connections()).containsExactlyEntriesOf(Map.of("protected", 1L));
        assertThat(total.shares().get("protected_connections").coverage()).isEqualTo(0.5);
        assertThat(total.shares().get("protected_bytes").coverage()).isEqualTo(0.5);
        assertThat(figures.get("replay/2026-11-20T10").loggedConnections()).containsExactlyEntriesOf(Map.of("all", 2L));
        assertThat(figures.get("replay/total/zone/internal").loggedConnections())
                .containsEntry("all", 2L);
    }

    @Test
    void shouldAddUpIntervalsAndCountARecordThatIsDeliveredTwiceOnce() {
        start(Policy.defaults());
        Observations first = record(50_000, "eni-client", 1_000).id("first");
        topology.pipe(first);
        topology.pipe(first);
        topology.pipe(record(50_000, "eni-client", 500).after(Duration.ofMinutes(1)));

        Posture total = topology.posture().get("replay/total");
        assertThat(total.loggedConnections()).containsEntry("all", 1L);
        assertThat(total.loggedBytes()).containsEntry("all", 1_500L);
    }

    @Test
    void shouldNotCountWhatWasRefused() {
        start(Policy.defaults());
        topology.pipe(record(50_000, "eni-client", 60).type("connection", "denied"));

        assertThat(topology.posture()).doesNotContainKey("replay/total");
    }

    @Test
    void shouldCountWhatTheProviderStatesApartAndNeverAsProtected() {
        start(Policy.defaults());
        fourRecords(50_000, "1");
        fourRecords(50_001, "3");
        topology.pipe(record(50_002, "eni-client", 900));
        topology.pipe(record(50_002, "eni-client", 900).encryptionStatus("2"));

        Posture total = topology.posture().get("replay/total");
        assertThat(total.stated())
                .containsEntry("network", 1L)
                .containsEntry("both", 1L)
                .containsEntry("application", 1L)
                .doesNotContainEntry("unstated", 1L);
        assertThat(total.connections()).isEmpty();
        assertThat(total.shares()).isEmpty();
    }

    @Test
    void shouldNotCountWhatTheProviderStatesWhereThePolicyIgnoresIt() throws PolicyException {
        start(PolicyReader.parse("policy.yaml", "provider-encryption: ignore"));
        fourRecords(50_000, "2");

        assertThat(topology.posture().get("replay/total").stated()).isEmpty();
    }

    @Test
    void shouldLeaveCoverageUnknownWithoutFlowLogs() {
        start(Policy.defaults());
        topology.pipe(Observations.tls().action(Actions.FLOW_ENDED));

        assertThat(topology.posture()
                        .get("replay/total")
                        .shares()
                        .get("protected_connections")
                        .coverage())
                .isNull();
    }

    @Test
    void shouldExportCoverageByZone() {
        start(Policy.defaults());
        fourRecords(50_000, null);
        topology.posture();

        assertThat(topology.metric(
                        "plainsight_posture_logged_connections",
                        new String[] {"traffic", "zone"},
                        new String[] {"replay", "internal"}))
                .isEqualTo(1);
    }

    private void start(Policy policy) {
        topology = new TopologyHarness(policy, directory, Topics.REPLAY);
    }

    /** Each direction, by the interface of each end. */
    private void fourRecords(int port, String status) {
        for (String reporter : new String[] {"eni-client", "eni-server"}) {
            topology.pipe(record(port, reporter, 1_900).encryptionStatus(status));
            topology.pipe(record(port, reporter, 7_400)
                    .from("10.0.1.9")
                    .fromPort(443)
                    .to("10.0.0.5", port)
                    .encryptionStatus(status));
        }
    }

    private static Observations record(int port, String reporter, long bytes) {
        return Observations.flowLog()
                .fromPort(port)
                .oneWay(bytes, 10)
                .flowFields(Map.of("interface-id", reporter, "subnet-id", "subnet-" + reporter, "vpc-id", "vpc-1"));
    }
}
