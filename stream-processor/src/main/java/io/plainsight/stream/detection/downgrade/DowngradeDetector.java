package io.plainsight.stream.detection.downgrade;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Handshakes pushed below what both sides can (ATT&amp;CK T1562.010). First by service, where the memories of servers and their
 * clients lie ({@link ServiceProcessor}); what is found there, and no more than that, goes on to the zone of the client,
 * where it is seen beside what befell its neighbours ({@link PathProcessor}).
 */
public final class DowngradeDetector implements Detector {
    static final String TRACES = "downgrade-traces";

    private final Supplier<ServiceProcessor.Judges> judges;
    private final StateStores stores;
    private final StreamMetrics metrics;

    public DowngradeDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judges = policy.derive(now -> ServiceProcessor.Judges.of(new Zones(now.zones())));
        this.stores = stores;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "downgrade";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(DowngradeRule.TEXT, ProtectionRegressionRule.TEXT, TlsInspectionRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations
                .process(
                        new Stateful<>(
                                () -> new ServiceProcessor(judges, metrics),
                                // of the many changes between two commits only the last one is logged
                                stores.manySmall(ServiceProcessor.SERVER_STORE, new TracksSerde())
                                        .withCachingEnabled(),
                                stores.keyValue(ServiceProcessor.CLIENT_STORE, new ClientMemorySerde())
                                        .withCachingEnabled()),
                        Named.as("downgrade-judge"))
                .repartition(StateStores.passage(TRACES, stores.transfer(Trace.class)))
                .process(
                        new Stateful<>(
                                () -> new PathProcessor(metrics),
                                stores.keyValue(PathProcessor.STORE, PathMemory.class)
                                        .withCachingEnabled()),
                        Named.as("downgrade-path"));
    }
}
