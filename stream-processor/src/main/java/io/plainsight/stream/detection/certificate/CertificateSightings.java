package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Tells the history of a certificate's name what is new at an endpoint: a certificate that it did not show before, one that
 * has reached another stage of its end, and once an hour that it goes on as it was. Most connections show what is known and
 * cost a look into a map; nothing is written for them.
 *
 * <p><i>Memory:</i> beside the store, {@value #RECENT} of its entries as objects.
 */
final class CertificateSightings extends ContextualProcessor<String, Observation, String, Sighting> {
    static final String STORE = "certificate-shown-store";
    static final Bounds BOUNDS = new Bounds(200_000, Duration.ofDays(60));
    private static final int RECENT = 20_000;

    private final Supplier<CertificateExpiryJudge> expiry;
    private final Supplier<Inventory> inventory;
    private final StreamMetrics metrics;
    private BoundedStore<ShownCertificates> shown;

    /** What the store holds, as objects. Every change goes to both. */
    private final Map<String, ShownCertificates> recent = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, ShownCertificates> eldest) {
            return size() > RECENT;
        }
    };

    CertificateSightings(
            Supplier<CertificateExpiryJudge> expiry, Supplier<Inventory> inventory, StreamMetrics metrics) {
        this.expiry = expiry;
        this.inventory = inventory;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, Sighting> context) {
        super.init(context);
        shown = new BoundedStore<>(STORE, context, BOUNDS, metrics);
        recent.clear();
    }

    @Override
    public void process(Record<String, Observation> record) {
        Observation observation = record.value();
        if (!CertificateDetector.decides(observation)) {
            return;
        }
        Observation.Server seen = observation.tls().server();
        if (isVisible(seen)) {
            see(record, observation, seen, false);
        } else if (!inventory.get().isEmpty() && Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)) {
            inventory.get().find(observation).ifPresent(entry -> see(record, observation, entry.server(), true));
        }
    }

    private void see(
            Record<String, Observation> record, Observation observation, Observation.Server server, boolean imported) {
        Instant at = observation.timestamp();
        String identity = Certificates.subject(observation, server.hash(), server.subject());
        String stage = expiry.get().stage(server, at);
        String key = record.key() + '|' + Services.requestedName(observation);
        ShownCertificates known = known(key);
        if (known.knows(identity, stage, at)) {
            return;
        }
        String name = CertificateNames.of(observation, server);
        Observation.Server inventoried = imported
                ? null
                : inventory
                        .get()
                        .other(observation, server)
                        .map(Inventory.Entry::server)
                        .orElse(null);
        Sighting sighting =
                new Sighting(name, false, imported, inventoried, null, Sighting.trimmed(observation, server, imported));
        context().forward(record.withKey(name).withValue(sighting));
        for (String other : known.otherNames(name, at)) {
            context().forward(record.withKey(other).withValue(sighting.foreignTo(other)));
        }
        String publicKey = imported ? null : Certificates.publicKey(observation);
        if (publicKey != null) {
            context().forward(record.withKey(publicKey).withValue(sighting.ofKey(publicKey)));
        }
        ShownCertificates next = known.with(new ShownCertificates.Shown(identity, name, stage, at));
        shown.put(key, next);
        recent.put(key, next);
    }

    private ShownCertificates known(String key) {
        ShownCertificates cached = recent.get(key);
        if (cached != null) {
            return cached;
        }
        ShownCertificates stored = shown.get(key);
        ShownCertificates known = stored == null ? ShownCertificates.NONE : stored;
        recent.put(key, known);
        return known;
    }

    private static boolean isVisible(Observation.Server server) {
        return server != null && (server.subject() != null || server.hash() != null);
    }
}
