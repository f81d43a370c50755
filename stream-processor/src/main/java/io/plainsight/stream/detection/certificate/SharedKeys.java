package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Finds one private key in the hands of services that have nothing to do with each other: who takes it from one of them speaks
 * for the others. Keyed by the public key's hash; hears of each service once an hour.
 */
final class SharedKeys extends ContextualProcessor<String, Sighting, String, Finding> {
    static final String STORE = "certificate-key-store";
    private static final Bounds BOUNDS = new Bounds(300_000, Duration.ofDays(60));
    private static final double CONFIDENCE = 0.9;
    private static final String REMEDY =
            "Give each service a key of its own, and renew with new keys; replace default certificates of appliances and"
                    + " images, whose keys are public. Where a box on the way signs for others with one key, that is its"
                    + " way.";

    private final Supplier<Zones> zones;
    private final Supplier<Inventory> inventory;
    private final StreamMetrics metrics;
    private BoundedStore<KeyHolders> keys;

    SharedKeys(Supplier<Zones> zones, Supplier<Inventory> inventory, StreamMetrics metrics) {
        this.zones = zones;
        this.inventory = inventory;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Finding> context) {
        super.init(context);
        keys = new BoundedStore<>(STORE, context, BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Sighting> record) {
        Observation observation = record.value().observation();
        String key = record.value().publicKey();
        KeyHolders stored = keys.get(key);
        KeyHolders known = stored == null ? KeyHolders.NONE : stored;
        KeyHolders.Holder seen = KeyHolders.Holder.of(observation, Services.text(observation));
        List<KeyHolders.Holder> strangers = new ArrayList<>(known.strangersTo(seen));
        strangers.addAll(listedStrangersTo(seen, key, observation.timestamp()));
        if (!strangers.isEmpty()) {
            context().forward(record.withValue(finding(observation, key, strangers, zones.get())));
        }
        keys.put(key, known.with(seen));
    }

    /** Valid ones only: older ones linger in lists. One for a name that was seen too is the same certificate, or its renewal. */
    private List<KeyHolders.Holder> listedStrangersTo(KeyHolders.Holder seen, String key, Instant now) {
        return inventory.get().ofKey(key).stream()
                .filter(entry -> !now.isAfter(entry.server().notAfter()))
                .map(entry -> KeyHolders.Holder.of(entry, now))
                .filter(listed -> listed.isStrangerTo(seen))
                .limit(KeyHolders.MAX_HOLDERS)
                .toList();
    }

    private static Finding finding(
            Observation observation, String key, List<KeyHolders.Holder> strangers, Zones zones) {
        List<String> others = strangers.stream()
                .map(KeyHolders.Holder::service)
                .distinct()
                .sorted()
                .toList();
        String brief = Certificates.brief(key);
        return FindingBuilder.of(CertificateWeakRule.TEXT, observation)
                .about(
                        "key/" + key,
                        new Alert.Entity(
                                "certificate",
                                "public key (sha256 " + brief + ")",
                                zones.of(observation, Side.DESTINATION)))
                .cause("shared-key")
                // how others keep their keys is theirs to decide
                .severity(zones.isInternal(observation, Side.DESTINATION) ? Severity.LOW : Severity.INFO)
                .reason("The certificate "
                        + Certificates.name(observation.tls().server().subject()) + " at "
                        + Services.text(observation)
                        + " has the same key as certificates for other names, at " + String.join(", ", others) + ".")
                .note("one key for unrelated names")
                .value("weaknesses", List.of("key shared with certificates for other names"))
                .value("public_key_sha256", key)
                .value("certificates", 1 + strangers.size())
                .value("other_services", others)
                .threshold("certificates", 1)
                .confidence(CONFIDENCE)
                .remediation(REMEDY)
                .build();
    }
}
