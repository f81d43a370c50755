package io.plainsight.stream.detection.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.stream.Observations;
import io.plainsight.stream.OfflineAnalysis;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.inventory.InventoryReader;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services whose certificate nobody sees, judged by an imported one; {@link Observations#NOW} is 2026-11-20. */
class InventoryFindingsTest {
    @TempDir
    Path directory;

    @Test
    void shouldFindTheEndOfACertificateThatIsHidden() throws Exception {
        List<Alert> alerts = judge(
                "name,not_before,not_after\nhidden.internal,2025-12-01,2026-11-25\n",
                Observations.tls().serverName("hidden.internal"));

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("certificate-expiry");
            assertThat(alert.detail().severity()).isEqualTo(Severity.MEDIUM);
            assertThat(alert.detail().confidence()).isEqualTo(0.7);
            assertThat(alert.detail().values()).containsEntry("certificate_from", "inventory");
            assertThat(alert.event().reason()).endsWith("from the inventory, not seen on the wire.");
        });
    }

    @Test
    void shouldFindAWeakKeyByEndpoint() throws Exception {
        List<Alert> alerts = judge(
                "endpoint,not_after,key_algorithm,key_size\n10.0.1.9:443,2027-06-01,RSA,1024\n",
                Observations.tls().serverName("db.internal"));

        assertThat(alerts).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("certificate-weak");
            assertThat(alert.detail().values()).containsEntry("weaknesses", List.of("RSA key of 1024 bits"));
            assertThat(alert.detail().confidence()).isEqualTo(0.7);
        });
    }

    @Test
    void shouldStaySilentOnGoodCertificatesOtherServicesAndRenewedEntries() throws Exception {
        List<Alert> alerts = judge(
                "name,not_before,not_after\n"
                        + "hidden.internal,2025-11-01,2026-11-25\n"
                        + "hidden.internal,2026-10-25,2027-10-25\n"
                        + "other.internal,2025-11-01,2026-11-25\n",
                Observations.tls().serverName("hidden.internal"),
                Observations.tls().serverName("third.internal"),
                Observations.tls());

        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldBelieveTheWireWhereItShowsTheCertificate() throws Exception {
        List<Alert> alerts = judge(
                "name,not_before,not_after\ndb.internal,2025-11-01,2026-11-25\n",
                Observations.tls().tls12().serverName("db.internal").certificate("CN=db.internal", "db.internal"));

        assertThat(alerts).isEmpty();
    }

    @Test
    void shouldTellThatWireAndInventoryDiffer() throws Exception {
        String renewed = "name,not_after,sha256\ndb.internal,2028-01-01," + "cd".repeat(32) + "\n";
        String listed = renewed + "db.internal,2026-12-01," + "ab".repeat(32) + "\n";
        Observations seen =
                Observations.tls().tls12().serverName("db.internal").certificate("CN=db.internal", "db.internal");

        assertThat(judge(renewed, seen)).singleElement().satisfies(alert -> {
            assertThat(alert.rule().id()).isEqualTo("certificate-rollout");
            assertThat(alert.detail().severity()).isEqualTo(Severity.INFO);
            assertThat(alert.event().reason()).contains("the renewal is not deployed here");
        });
        assertThat(judge(listed, seen)).isEmpty();
    }

    private List<Alert> judge(String csv, Observations... observations) throws Exception {
        Inventory inventory = InventoryReader.read(List.of(Files.writeString(directory.resolve("inventory.csv"), csv)));
        try (OfflineAnalysis analysis = new OfflineAnalysis(Policy.defaults(), inventory)) {
            for (Observations observation : observations) {
                analysis.accept(observation.build());
            }
            return analysis.finish().alerts();
        }
    }
}
