package io.plainsight.stream.witness;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Alert.Status;
import io.plainsight.events.Protection;
import io.plainsight.events.Topics;
import io.plainsight.stream.Observations;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WitnessDetectorTest {
    private static final String CLIENT = "10.0.0.5";
    private static final String SERVER = "10.0.1.9";

    @TempDir
    Path directory;

    private TopologyHarness topology;

    @AfterEach
    void stop() {
        topology.close();
    }

    @ParameterizedTest
    @CsvSource({"23, LOW, 0.5", "80, LOW, 0.5", "5432, INFO, 0.3", "143, INFO, 0.3"})
    void shouldSuspectOneServiceOnAPortOfAPlaintextProtocol(int port, Severity severity, double confidence) {
        start(Policy.defaults());
        for (int i = 0; i < 4; i++) {
            exchange(port, 50_000 + i, "eni-server", null);
            exchange(port, 50_000 + i, "eni-client", null);
        }

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("suspected-plaintext");
            assertThat(alert.detail().severity()).isEqualTo(severity);
            assertThat(alert.detail().confidence()).isEqualTo(confidence);
            assertThat(alert.detail().entity().value()).isEqualTo(SERVER + ":" + port);
        });
    }

    @Test
    void shouldNotSuspectOtherPortsRefusedConnectionsProbesOrOneDirection() {
        start(Policy.defaults());
        exchange(443, 50_000, "eni-server", null);
        topology.pipe(request(80, 50_001, "eni-server").type("connection", "denied"));
        topology.pipe(reply(80, 50_001, "eni-server"));
        topology.pipe(request(81, 50_002, "eni-server"));
        topology.pipe(request(23, 50_003, "eni-server"));
        topology.pipe(request(23, 50_004, "eni-server").oneWay(180, 3));
        topology.pipe(reply(23, 50_004, "eni-server").oneWay(120, 2));

        assertThat(topology.alerts())
                .filteredOn(alert -> alert.detail().entity().value().contains(":23")
                        || alert.detail().entity().value().contains("443"))
                .isEmpty();
    }

    @Test
    void shouldRaiseTheSeverityWherePlaintextIsForbiddenAndSayNothingWhereItIsTolerated() throws PolicyException {
        start(
                policy(
                        "services: [{name: a, ports: [80], plaintext: forbidden}, {name: b, ports: [23], plaintext: tolerated}]"));
        exchange(80, 50_000, "eni-server", null);
        exchange(23, 50_001, "eni-server", null);

        assertThat(topology.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("suspected-plaintext");
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
        });
    }

    @ParameterizedTest
    @CsvSource({"ignore, 1", "stated, 1", "accept-network-layer, 0"})
    void shouldTakeEncryptionOfTheNetworkForWhatThePolicySays(String worth, int alerts) throws PolicyException {
        start(policy("provider-encryption: " + worth));
        exchange(80, 50_000, "eni-server", "1");

        assertThat(topology.alerts()).hasSize(alerts);
    }

    @Test
    void shouldNotSuspectWhatPacketsShowProtected() {
        start(Policy.defaults());
        topology.pipe(packets(5432, 50_000, Protection.PROTECTED));
        exchange(5432, 50_001, "eni-server", null);

        assertThat(topology.alerts()).isEmpty();
    }

    @Test
    void shouldCloseTheSuspicionOncePacketsShowTheServiceProtected() {
        start(Policy.defaults());
        exchange(5432, 50_000, "eni-server", null);
        topology.pipe(packets(5432, 50_001, Protection.PROTECTED).after(Duration.ofMinutes(5)));

        assertThat(topology.alerts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void shouldTellThatTheProviderStatesEncryptionOfClearPacketsInEitherOrder(boolean packetsFirst) {
        start(Policy.defaults());
        Observations packets = packets(8443, 50_000, Protection.PLAINTEXT);
        if (packetsFirst) {
            topology.pipe(packets);
        }
        exchange(8443, 50_000, "eni-server", "2");
        exchange(8443, 50_000, "eni-client", "2");
        if (!packetsFirst) {
            topology.pipe(packets);
        }

        assertThat(conflicts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("conflict", "stated-encrypted");
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().entity().value()).isEqualTo(SERVER + ":8443");
            assertThat(alert.detail().count()).isEqualTo(1);
        });
    }

    @ParameterizedTest
    @CsvSource({
        "1, PLAINTEXT",
        "X, PLAINTEXT",
        "0, PLAINTEXT",
        "2, PROTECTED",
        "3, PROTECTED",
        "1, PROTECTED",
        "2, UNKNOWN"
    })
    void shouldNotTakeBothTruthsForAConflict(String status, Protection protection) {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, protection));
        exchange(8443, 50_000, "eni-server", status);

        assertThat(conflicts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0", "NX", "NX_LOCAL_DST"})
    void shouldInformThatTheProviderKnowsOfNoEncryptionWherePacketsAreProtected(String status) {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PROTECTED));
        exchange(8443, 50_000, "eni-server", status);

        assertThat(conflicts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("conflict", "stated-unencrypted");
            assertThat(alert.detail().severity()).isEqualTo(Severity.INFO);
        });
    }

    @Test
    void shouldCompareNothingWhereThePolicyIgnoresTheProvider() throws PolicyException {
        start(policy("provider-encryption: ignore"));
        topology.pipe(packets(8443, 50_000, Protection.PLAINTEXT));
        exchange(8443, 50_000, "eni-server", "2");

        assertThat(conflicts()).isEmpty();
    }

    @Test
    void shouldNotJoinAnotherClientOrAnotherTime() {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PLAINTEXT));
        exchange(8443, 50_001, "eni-server", "2");
        topology.pipe(request(8443, 50_000, "eni-server").encryptionStatus("2").after(Duration.ofHours(2)));

        assertThat(conflicts()).isEmpty();
    }

    @Test
    void shouldJoinByTheAddressBehindATranslation() {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PLAINTEXT));
        topology.pipe(request(8443, 50_000, "eni-gateway")
                .from("10.0.9.9")
                .translatedFrom(CLIENT)
                .encryptionStatus("2"));

        assertThat(conflicts()).hasSize(1);
    }

    @Test
    void shouldTellThatALogRefusesWhatPacketsShowUntilARecordExplainsIt() {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PROTECTED));
        topology.pipe(request(8443, 50_000, "eni-server").type("connection", "denied"));

        assertThat(conflicts()).singleElement().satisfies(alert -> {
            assertThat(alert.detail().values()).containsEntry("conflict", "rejected-established");
            assertThat(alert.detail().status()).isEqualTo(Status.OPEN);
        });

        topology.pipe(request(8443, 50_000, "eni-server"));

        assertThat(conflicts())
                .singleElement()
                .satisfies(alert -> assertThat(alert.detail().status()).isEqualTo(Status.RESOLVED));
    }

    @Test
    void shouldNotTellOfARefusalBehindTheClose() {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PROTECTED));
        exchange(8443, 50_000, "eni-server", null);
        topology.pipe(
                request(8443, 50_000, "eni-server").type("connection", "denied").after(Duration.ofMinutes(1)));

        assertThat(conflicts()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"400000, 1", "180000, 0"})
    void shouldInformThatSensorsSawLessThanHalfOfTheBytes(long logged, int alerts) {
        start(Policy.defaults());
        topology.pipe(packets(8443, 50_000, Protection.PROTECTED).bytes(1_000, 99_000));
        topology.pipe(request(8443, 50_000, "eni-server").oneWay(2_000, 20));
        topology.pipe(reply(8443, 50_000, "eni-server").oneWay(logged, 300));

        assertThat(conflicts()).hasSize(alerts);
    }

    @Test
    void shouldRememberNoLivePacketsBeforeTheFirstRecord() {
        topology = new TopologyHarness(Policy.defaults(), directory);
        topology.pipe(packets(8443, 50_000, Protection.PROTECTED));

        assertThat(topology.driver()
                        .getKeyValueStore(WitnessStage.CONNECTION_STORE)
                        .all())
                .isExhausted();

        exchange(9443, 50_001, "eni-server", null);
        topology.pipe(packets(8443, 50_002, Protection.PROTECTED));

        assertThat(topology.driver()
                        .getKeyValueStore(WitnessStage.CONNECTION_STORE)
                        .all())
                .toIterable()
                .hasSize(2);
    }

    private void start(Policy policy) {
        topology = new TopologyHarness(policy, directory, Topics.REPLAY);
    }

    private static Policy policy(String text) throws PolicyException {
        return PolicyReader.parse("policy.yaml", text);
    }

    private List<Alert> conflicts() {
        return topology.alerts().stream()
                .filter(alert -> alert.rule().id().equals("witness-conflict"))
                .toList();
    }

    /** What an interface logs of a connection in which data was exchanged. */
    private void exchange(int port, int from, String reporter, String status) {
        topology.pipe(request(port, from, reporter).encryptionStatus(status));
        topology.pipe(reply(port, from, reporter).encryptionStatus(status));
    }

    private static Observations request(int port, int from, String reporter) {
        return Observations.flowLog()
                .from(CLIENT)
                .fromPort(from)
                .to(SERVER, port)
                .oneWay(1_900, 12)
                .flowFields(Map.of("interface-id", reporter));
    }

    private static Observations reply(int port, int to, String reporter) {
        return Observations.flowLog()
                .from(SERVER)
                .fromPort(port)
                .to(CLIENT, to)
                .oneWay(7_400, 14)
                .flowFields(Map.of("interface-id", reporter));
    }

    private static Observations packets(int port, int from, Protection protection) {
        return (protection == Protection.PLAINTEXT ? Observations.plaintext("http") : Observations.tls())
                .action(Actions.FLOW_ENDED)
                .from(CLIENT)
                .fromPort(from)
                .to(SERVER, port)
                .protection(protection);
    }
}
