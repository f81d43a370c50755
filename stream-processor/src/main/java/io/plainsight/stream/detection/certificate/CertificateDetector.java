package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Certificates that are about to end, have ended, are unfit, were renewed in some places only, or come from a new issuer.
 * Judged from every handshake that showed one, failed ones included: an expired certificate is the very reason for many
 * failures. Where a certificate is hidden, an imported one stands in for it ({@link Inventory}).
 *
 * <p>What one connection shows is judged beside its service ({@code certificate-weak}, the client's expiry). What takes
 * knowledge of other endpoints goes, once an hour and when it changes, to the history of the certificate's name and to the
 * memory of its key.
 */
public final class CertificateDetector implements Detector {
    static final String SIGHTINGS = "certificate-sightings";

    private final Supplier<CertificateExpiryJudge> expiry;
    private final Supplier<CertificateWeakJudge> weak;
    private final Supplier<CertificateHistoryJudge> history;
    private final Supplier<Zones> zones;
    private final Supplier<Inventory> inventory;
    private final StateStores stores;
    private final StreamMetrics metrics;

    public CertificateDetector(
            PolicyInForce policy, Supplier<Inventory> inventory, StateStores stores, StreamMetrics metrics) {
        this.expiry = policy.derive(CertificateExpiryJudge::new);
        this.weak = policy.derive(CertificateWeakJudge::new);
        this.history = policy.derive(CertificateHistoryJudge::new);
        this.zones = policy.derive(current -> new Zones(current.zones()));
        this.inventory = inventory;
        this.stores = stores;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "certificate";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(
                CertificateExpiryRule.TEXT,
                CertificateWeakRule.TEXT,
                CertificateRolloutRule.TEXT,
                CertificateIssuerChangedRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        KStream<String, Finding> ofConnections = observations.flatMapValues(this::judge, Named.as("certificate-judge"));
        KStream<String, Sighting> sightings = observations
                .process(
                        new Stateful<>(
                                () -> new CertificateSightings(expiry, inventory, metrics),
                                stores.keyValue(CertificateSightings.STORE, ShownCertificates.class)),
                        Named.as("certificate-shown"))
                .repartition(StateStores.passage(SIGHTINGS, stores.transfer(Sighting.class)));
        KStream<String, Finding> ofNames = sightings
                .filter((name, sighting) -> sighting.publicKey() == null, Named.as("certificate-names"))
                .process(
                        new Stateful<>(
                                () -> new CertificateHistories(history, metrics),
                                stores.keyValue(CertificateHistories.STORE, CertificateHistory.class),
                                stores.keyValue(CertificateHistories.ISSUER_STORE, Long.class)),
                        Named.as("certificate-history"));
        KStream<String, Finding> ofKeys = sightings
                .filter((key, sighting) -> sighting.publicKey() != null, Named.as("certificate-keys"))
                .process(
                        new Stateful<>(
                                () -> new SharedKeys(zones, inventory, metrics),
                                stores.keyValue(SharedKeys.STORE, KeyHolders.class)),
                        Named.as("certificate-shared-keys"));
        return ofConnections
                .merge(ofNames, Named.as("certificate-findings"))
                .merge(ofKeys, Named.as("certificate-key-findings"));
    }

    static boolean decides(Observation observation) {
        boolean decides = Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                || Services.hasAction(observation, Actions.HANDSHAKE_FAILED);
        return decides && observation.tls() != null;
    }

    private List<Finding> judge(Observation observation) {
        if (!decides(observation)) {
            return List.of();
        }
        List<Finding> findings = new ArrayList<>(expiry.get().client(observation));
        findings.addAll(weak.get().judge(observation));
        return findings;
    }
}
