package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.handshakefailure.cause.FailureCause;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.HandshakeFloors;
import io.plainsight.stream.policy.Learning.HandshakeFailures;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Handshakes that fail more than usual: at a service, of a client, for a reason. By service first, where the mass of completed
 * handshakes ends; a few words go on to the stage by client and by group of causes, and from there word of scanners comes back to
 * the services.
 */
public final class HandshakeFailureDetector implements Detector {
    private final Supplier<Zones> zones;
    private final Supplier<HandshakeFailures> limits;
    private final Supplier<HandshakeFloors> floors;
    private final StateStores stores;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<RecentHandshakes>>> recents;
    private final StoreBuilder<KeyValueStore<String, Stamped<History>>> histories;
    private final StoreBuilder<KeyValueStore<String, Stamped<ClientMemory>>> clients;
    private final StoreBuilder<KeyValueStore<String, Stamped<GroupMemory>>> groups;

    public HandshakeFailureDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.zones = policy.derive(now -> new Zones(now.zones()));
        this.limits = policy.derive(now -> now.learning().handshakeFailures());
        this.floors = policy.derive(now -> now.learning().handshakeFloors());
        this.stores = stores;
        this.metrics = metrics;
        // of the many changes between two commits only the last one is logged; nothing is kept outside of the
        // stores, so what a crash takes is what its transaction takes
        this.recents =
                stores.keyValue(ServiceStage.RECENT_STORE, RecentSerde.serde()).withCachingEnabled();
        this.histories = stores.keyValue(ServiceStage.HISTORY_STORE, HistorySerde.serde())
                .withCachingEnabled();
        this.clients =
                stores.keyValue(SharedStage.CLIENT_STORE, ClientMemory.class).withCachingEnabled();
        this.groups =
                stores.keyValue(SharedStage.GROUP_STORE, GroupMemory.class).withCachingEnabled();
        for (FailureCause cause : FailureCause.values()) {
            metrics.declareHandshakeFailure(cause.id(), cause.group().id());
        }
    }

    @Override
    public String name() {
        return "handshake-failure";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(
                HandshakeFailureSpikeRule.TEXT,
                HandshakeOutageRule.TEXT,
                HandshakeFailureDriftRule.TEXT,
                HandshakeFailureClientRule.TEXT,
                HandshakeFailureCauseRule.TEXT,
                TlsScannerRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        KStream<String, Judged> byService = observations.process(
                new Stateful<>(() -> new ServiceStage(zones, limits, floors, metrics), recents, histories),
                Named.as("handshake-failure-judge"));
        KStream<String, Judged> byOthers = byService
                .filter((key, judged) -> judged.outcome() != null, Named.as("handshake-failure-outcomes"))
                .mapValues(Judged::outcome, Named.as("handshake-failure-outcome"))
                .repartition(StateStores.passage("handshake-outcomes", stores.transfer(Outcome.class)))
                .process(
                        new Stateful<>(() -> new SharedStage(floors, metrics), clients, groups),
                        Named.as("handshake-failure-shared-judge"));
        byOthers.filter((key, judged) -> judged.scanner() != null, Named.as("handshake-failure-scanners"))
                .mapValues(Judged::scanner, Named.as("handshake-failure-scanner"))
                // as many partitions as the observations', and told so: this way back into the first stage closes a
                // circle of sub-topologies, in which Kafka Streams cannot derive them
                .repartition(Repartitioned.with(Serdes.String(), stores.transfer(Scanner.class))
                        .withName("handshake-scanners")
                        .withNumberOfPartitions(Topics.OBSERVATIONS.partitions()))
                // by its name: given as a store of its own, it would be another store with the same change log
                .process(ScannerStage::new, Named.as("handshake-failure-take-out"), ServiceStage.RECENT_STORE);
        return findings(byService, "service").merge(findings(byOthers, "shared"), Named.as("handshake-failure-all"));
    }

    private static KStream<String, Finding> findings(KStream<String, Judged> judged, String stage) {
        return judged.filter((key, value) -> value.finding() != null, Named.as("handshake-failure-found-" + stage))
                .mapValues(Judged::finding, Named.as("handshake-failure-finding-" + stage));
    }
}
