package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import io.plainsight.stream.witness.Expectation.Outcome;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Repartitioned;

/**
 * The two witnesses of a connection: flow-log records are turned to the client's view, brought to the partition of their service,
 * and held against the packets there ({@link WitnessStage}). Packets stay where they are.
 */
public final class WitnessDetector {
    private final Supplier<ConflictJudge> conflicts;
    private final Supplier<SuspicionJudge> suspicions;
    private final StateStores stores;
    private final StreamMetrics metrics;
    private final boolean live;
    private KStream<String, Witnessed> witnessed;
    private KStream<String, Observation> records;

    /** @param live whether records come beside packets, not out of files that may be read one after the other */
    public WitnessDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics, boolean live) {
        this.conflicts = policy.derive(ConflictJudge::new);
        this.suspicions = policy.derive(SuspicionJudge::new);
        this.stores = stores;
        this.metrics = metrics;
        this.live = live;
    }

    public String name() {
        return "witness";
    }

    public List<RuleText> rules() {
        return RULES;
    }

    /** The words of its rules. */
    public static final List<RuleText> RULES =
            List.of(SuspectedPlaintextRule.TEXT, WitnessConflictRule.TEXT, FlowLogGapRule.TEXT);

    /**
     * Adds the operators behind {@code observations}; to be called once, before the others.
     *
     * @param gaps what flow logs say they have not
     */
    public KStream<String, Finding> addTo(
            KStream<String, Observation> observations, KStream<String, Observation> gaps) {
        // as many partitions as the observations', which are in the same sub-topology, and told so: it is a circle
        records = observations
                .flatMap(
                        (key, observation) ->
                                FlowRecords.oriented(observation)
                                        .map(record -> KeyValue.pair(record.key(), record))
                                        .stream()
                                        .toList(),
                        Named.as("witness-records"))
                .repartition(Repartitioned.with(Serdes.String(), stores.transfer(Observation.class))
                        .withName("witness-records")
                        .withNumberOfPartitions(Topics.OBSERVATIONS.partitions()));
        KStream<String, Witnessed> joined = observations
                .filter((key, observation) -> !FlowRecords.isRecord(observation), Named.as("witness-packets"))
                .merge(records, Named.as("witness-merge"))
                .process(
                        new Stateful<>(
                                () -> new WitnessStage(conflicts, suspicions, metrics, live),
                                // of the many changes between two commits only the last one is logged
                                stores.keyValue(WitnessStage.CONNECTION_STORE, Connection.class)
                                        .withCachingEnabled(),
                                stores.keyValue(WitnessStage.SERVICE_STORE, ServiceView.class)
                                        .withCachingEnabled(),
                                stores.keyValue(Expectations.WAITING_STORE, Expectations.Waiting.class),
                                stores.keyValue(Expectations.MISSING_STORE, Expectations.Waiting.class),
                                stores.keyValue(Expectations.END_STORE, Expectations.End.class)),
                        Named.as("witness-judge"));
        witnessed = joined.merge(missed(joined, gaps), Named.as("witness-all"));
        return witnessed
                .filter((key, value) -> value.finding() != null, Named.as("witness-found"))
                .mapValues(Witnessed::finding, Named.as("witness-finding"));
    }

    /** What flow logs should have told, by place. */
    private KStream<String, Witnessed> missed(KStream<String, Witnessed> joined, KStream<String, Observation> gaps) {
        KStream<String, Expectation> skipped = gaps.flatMap(
                (key, gap) -> FlowRecords.isLoss(gap) && FlowRecords.place(gap) != null
                        ? List.of(KeyValue.pair(FlowRecords.place(gap), new Expectation(gap, Outcome.SKIPPED)))
                        : List.<KeyValue<String, Expectation>>of(),
                Named.as("witness-skipped"));
        return joined.filter((key, value) -> value.word() != null, Named.as("witness-words"))
                .map(
                        (key, value) ->
                                KeyValue.pair(value.word().place(), value.word().expectation()),
                        Named.as("witness-word"))
                .merge(skipped, Named.as("witness-expected"))
                .repartition(StateStores.passage("witness-expectations", stores.transfer(Expectation.class)))
                .process(
                        new Stateful<>(
                                () -> new GapStage(metrics),
                                stores.keyValue(GapStage.STORE, GapMemory.class).withCachingEnabled()),
                        Named.as("witness-gap"));
    }

    /** Changes of the figures on logged connections, by service. */
    public KStream<String, Logged> logged() {
        return witnessed
                .filter((key, value) -> value.logged() != null, Named.as("witness-counted"))
                .mapValues(Witnessed::logged, Named.as("witness-logged"));
    }

    /** Flow-log records seen from their clients, by service. */
    public KStream<String, Observation> records() {
        return records;
    }
}
