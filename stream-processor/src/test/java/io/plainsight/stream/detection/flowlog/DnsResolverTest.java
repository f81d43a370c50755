package io.plainsight.stream.detection.flowlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DnsResolverTest {
    @TempDir
    Path directory;

    private TopologyHarness topology;

    @BeforeEach
    void start() throws PolicyException {
        topology = new TopologyHarness(PolicyReader.parse("policy.yaml", """
                        resolvers: [10.0.0.53]
                        zones:
                          - {name: shop, networks: [10.0.7.0/24], resolvers: [10.0.7.53]}
                        """), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 8.8.8.8, 53, udp, MEDIUM",
        "10.0.0.5, 8.8.8.8, 53, tcp, MEDIUM",
        "10.0.0.5, 8.8.8.8, 853, tcp, MEDIUM",
        "10.0.0.5, 10.9.9.9, 53, udp, LOW",
        "10.0.7.5, 10.0.0.53, 53, udp, LOW"
    })
    void shouldTellOfAnUnexpectedResolver(String from, String to, int port, String transport, Severity severity) {
        for (int i = 0; i < 3; i++) {
            topology.pipe(record(from, 50_000 + i, to, port).transport(transport));
            topology.pipe(record(to, port, from, 50_000 + i).transport(transport));
        }

        assertThat(found()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().severity()).isEqualTo(severity);
            assertThat(alert.detail().entity().value()).isEqualTo(from);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "10.0.0.5, 10.0.0.53, 53", // the resolver of the policy
        "10.0.7.5, 10.0.7.53, 53", // the resolver of the zone
        "10.0.0.53, 8.8.8.8, 53", // the resolver itself
        "10.0.0.5, 8.8.8.8, 443",
        "198.51.100.7, 10.9.9.9, 53" // somebody else's host
    })
    void shouldSayNothingOfExpectedOnes(String from, String to, int port) {
        topology.pipe(record(from, 50_000, to, port).transport("udp"));

        assertThat(found()).isEmpty();
    }

    @Test
    void shouldTellOfPacketsToo() {
        topology.pipe(Observations.plaintext("dns")
                .action(Actions.FLOW_ENDED)
                .transport("udp")
                .to("8.8.8.8", 5353));

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().confidence()).isEqualTo(1));
    }

    @Test
    void shouldOnlyInformOfWhatWasRefused() {
        topology.pipe(record("10.0.0.5", 50_000, "8.8.8.8", 53).transport("udp").type("connection", "denied"));

        assertThat(found())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().severity()).isEqualTo(Severity.INFO));
    }

    private static Observations record(String from, int fromPort, String to, int port) {
        return Observations.flowLog().from(from).fromPort(fromPort).to(to, port).oneWay(90, 1);
    }

    private List<Alert> found() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals("dns-resolver"))
                .toList();
    }
}
