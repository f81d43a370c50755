package io.plainsight.stream.detection.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.ObservationCertificateBuilder;
import io.plainsight.events.ObservationServerBuilder;
import io.plainsight.stream.Observations;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.TopologyHarness;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.state.Hashes;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One key in several certificates: where that is a weakness, and where it is not. */
class SharedKeyTest {
    private static final String KEY = "5e".repeat(32);

    @TempDir
    Path directory;

    private TopologyHarness topology;
    private final Map<String, Alert> latest = new LinkedHashMap<>();

    @BeforeEach
    void start() {
        topology = new TopologyHarness(Policy.defaults(), directory);
    }

    @AfterEach
    void stop() {
        topology.close();
    }

    @Test
    void shouldTellAKeyThatUnrelatedServicesShareOnce() {
        for (int hour = 0; hour < 6; hour += 2) {
            topology.pipe(shown(hour, "10.0.1.1", KEY, "db.internal"));
            topology.pipe(shown(hour, "10.0.1.2", KEY, "mail.internal"));
            topology.pipe(shown(hour, "10.0.1.3", KEY, "web.internal"));
        }

        assertThat(alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("certificate-weak");
            assertThat(alert.detail().severity()).isEqualTo(Alert.Severity.LOW);
            assertThat(alert.detail().values())
                    .containsEntry("certificates", 3)
                    .containsEntry("public_key_sha256", KEY);
            assertThat(alert.detail().entity().value()).isEqualTo("public key (sha256 5e5e5e5e5e5e…)");
            assertThat(alert.event().reason()).contains("10.0.1.1:443", "10.0.1.2:443");
            assertThat(alert.detail().remediation()).startsWith("Give each service a key of its own");
        });
    }

    @Test
    void shouldOnlyMentionItWhereTheServicesAreNotOurs() {
        topology.pipe(shown(0, "198.51.100.1", KEY, "a.example"));
        topology.pipe(shown(1, "198.51.100.2", KEY, "b.example"));

        assertThat(alerts())
                .singleElement()
                .extracting(alert -> alert.detail().severity())
                .isEqualTo(Alert.Severity.INFO);
    }

    @Test
    void shouldStaySilentWhereNamesMeetOrKeysDiffer() {
        topology.pipe(shown(0, "10.0.1.1", KEY, "db.internal"));
        topology.pipe(shown(1, "10.0.1.1", KEY, "db.internal", "renewed")); // a renewal that keeps its key
        topology.pipe(shown(2, "10.0.1.2", KEY, "*.internal")); // for some of the same names
        topology.pipe(shown(3, "10.0.1.3", "77".repeat(32), "mail.internal"));
        topology.pipe(shown(4, "10.0.1.4", null, "old-sensor.internal"));
        topology.pipe(shown(5, "10.0.1.5", null, "other.internal"));

        assertThat(alerts()).isEmpty();
    }

    /** In order: another name, the same name, another key, one that has ended. */
    @ParameterizedTest
    @CsvSource({
        "mail.internal, true, 100, true",
        "db.internal, true, 100, false",
        "mail.internal, false, 100, false",
        "mail.internal, true, -1, false"
    })
    void shouldCompareWithWhatTheInventoryLists(String name, boolean sameKey, int daysLeft, boolean fires) {
        Inventory.Entry listed = new Inventory.Entry(
                List.of(name),
                "",
                ObservationServerBuilder.builder()
                        .notAfter(Observations.NOW.plus(Duration.ofDays(daysLeft)))
                        .build(),
                "inventory.pem:1",
                sameKey ? KEY : "77".repeat(32));
        List<String> reasons;
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults(), new Inventory(List.of(listed)))) {
            analysis.accept(shown(0, "10.0.1.1", KEY, "db.internal").build());
            reasons = analysis.finish().alerts().stream()
                    .filter(alert -> alert.detail().values().containsKey("public_key_sha256"))
                    .map(alert -> alert.event().reason())
                    .toList();
        }

        assertThat(reasons).hasSize(fires ? 1 : 0);
        assertThat(reasons).allSatisfy(reason -> assertThat(reason).contains("at mail.internal (inventory)"));
    }

    /** A key that moved on to another service when the first was gone for long. */
    @Test
    void shouldForgetACertificateThatNobodyShows() {
        topology.pipe(shown(0, "10.0.1.1", KEY, "db.internal"));
        topology.pipe(shown(61 * 24, "10.0.1.2", KEY, "mail.internal"));

        assertThat(alerts()).isEmpty();
    }

    @Test
    void shouldBoundWhatItRemembersOfAKey() {
        KeyHolders holders = KeyHolders.NONE;
        for (int i = 0; i < 100; i++) {
            holders = holders.with(new KeyHolders.Holder("certificate " + i, List.of("host" + i), "service", i));
        }

        assertThat(holders.all()).hasSize(KeyHolders.MAX_HOLDERS);
        assertThat(holders.all().get(KeyHolders.MAX_HOLDERS - 1).identity()).isEqualTo("certificate 99");
    }

    private static Observations shown(int hour, String ip, String key, String... names) {
        String name = names[0];
        String certificate = Hashes.hex(String.join(" ", names) + ip).repeat(2);
        return Observations.tls()
                .tls12()
                .after(Duration.ofHours(hour))
                .to(ip, 443)
                .certificate("CN=" + name, name)
                .valid(Observations.NOW.minus(Duration.ofDays(10)), Observations.NOW.plus(Duration.ofDays(355)))
                .fingerprint(certificate)
                .certificates(ObservationCertificateBuilder.builder()
                        .subject("CN=" + name)
                        .issuer("CN=Example CA")
                        .publicKeySha256(key)
                        .build());
    }

    private List<Alert> alerts() {
        topology.alerts().forEach(alert -> latest.put(alert.detail().id(), alert));
        return List.copyOf(latest.values());
    }
}
