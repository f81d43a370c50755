package io.plainsight.stream.posture;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import io.plainsight.stream.witness.Logged;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Posture by hour and day of packet time and in total, each for everything, by zone and by service: every connection that
 * ended counts once. Each partition gathers its connections ({@link Gathering}), a last stage adds up what was gathered
 * ({@link Summing}); beside them alerts are timed ({@link AlertTimes}).
 *
 * <p>Live and replayed traffic write the same topic under keys of their own ({@link io.plainsight.events.PostureKeys}), so neither overwrites the
 * other. Files can be played again, and then give the same event ids; so a replay remembers those that it has counted
 * ({@link CountedConnections}). A live connection ends once, and pays nothing for that.
 */
public final class PostureTopology {
    private final PolicyInForce policy;
    private final StateStores stores;
    private final StreamMetrics metrics;
    private final boolean live;

    /** @param live whether the figures are about live traffic, not about files that were played */
    public PostureTopology(PolicyInForce policy, StateStores stores, StreamMetrics metrics, boolean live) {
        this.policy = policy;
        this.stores = stores;
        this.metrics = metrics;
        this.live = live;
    }

    /**
     * Figures by their key on the topic; null where figures are deleted.
     *
     * @param alerts by alert id
     * @param logged what flow logs tell, by service
     */
    public KStream<String, Posture> addTo(
            KStream<String, Observation> observations, KStream<String, Alert> alerts, KStream<String, Logged> logged) {
        KStream<String, Observation> ended = observations.filter(
                (service, observation) ->
                        Actions.FLOW_ENDED.equals(observation.event().action()),
                Named.as("posture-ended-connections"));
        KStream<String, Observation> once = live
                ? ended
                : ended.processValues(new CountedConnections(stores, metrics), Named.as("posture-count-once"));
        KStream<String, Gathered> gathered = once.process(
                new Stateful<>(
                        () -> new Gathering(policy, metrics, live),
                        stores.inMemory(Gathering.CELLS, GatheredSerde.serde()).withCachingEnabled(),
                        stores.inMemory(Gathering.SERVICES, ServiceMemory.class).withCachingEnabled()),
                Named.as("posture-gather"));
        KStream<String, Gathered> coverage = logged.process(
                new Stateful<>(
                        () -> new LoggedGathering(policy, metrics, live),
                        stores.inMemory(LoggedGathering.CELLS, GatheredSerde.serde())
                                .withCachingEnabled()),
                Named.as("posture-gather-logged"));
        KStream<String, Gathered> times = alerts.process(
                new Stateful<>(
                        () -> new AlertTimes(metrics, live),
                        stores.inMemory(AlertTimes.STORE, AlertTimes.Standing.class)),
                Named.as("posture-alert-times"));
        // each by a topic of its own: one topic would tie the connections' and the alerts' sub-topologies together
        return repartitioned(gathered.merge(coverage, Named.as("posture-gathered")), "posture")
                .merge(repartitioned(times, "posture-times"), Named.as("posture-merge"))
                .process(
                        new Stateful<>(
                                () -> new Summing(metrics, live),
                                stores.keyValue(Summing.STORE, GatheredSerde.serde())
                                        .withCachingEnabled()),
                        Named.as("posture-sum"));
    }

    private KStream<String, Gathered> repartitioned(KStream<String, Gathered> sums, String name) {
        return sums.repartition(StateStores.passage(name, stores.transfer(Gathered.class, GatheredSerde.serde())));
    }
}
