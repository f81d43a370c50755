package io.plainsight.stream.detection.destination;

import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Learning;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;

/**
 * Hosts that talk to what the policy does not expect of them, at once, or to what their group never used (ATT&amp;CK T1041). What
 * a group learns crosses a topic: it is spread over all services ({@link ContactProcessor}, {@link BaselineProcessor}).
 */
public final class DestinationDetector implements Detector {
    static final String CONTACTS = "destination-contacts";

    private final Supplier<DestinationJudge> judge;
    private final Supplier<ContactReader> reader;
    private final Supplier<Learning> learning;
    private final StateStores stores;
    private final StreamMetrics metrics;

    public DestinationDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.judge = policy.derive(DestinationJudge::new);
        this.reader = policy.derive(ContactReader::new);
        this.learning = policy.derive(Policy::learning);
        this.stores = stores;
        this.metrics = metrics;
    }

    @Override
    public String name() {
        return "destination";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(
                UnexpectedDestinationRule.TEXT,
                NewDestinationRule.TEXT,
                UnusualPortRule.TEXT,
                UnusualVolumeRule.TEXT,
                BeaconRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        KStream<String, Finding> learned = observations
                .process(
                        new Stateful<>(
                                () -> new ContactProcessor(reader, learning, metrics),
                                stores.keyValue(ContactProcessor.STORE, Pair.class)
                                        .withCachingEnabled()),
                        Named.as("destination-contact"))
                .repartition(StateStores.passage(CONTACTS, stores.transfer(Contact.class)))
                .process(
                        new Stateful<>(
                                () -> new BaselineProcessor(learning, metrics),
                                stores.keyValue(BaselineProcessor.GROUP_STORE, GroupMemory.class)
                                        .withCachingEnabled(),
                                stores.keyValue(BaselineProcessor.ITEM_STORE, ItemMemory.class)
                                        .withCachingEnabled()),
                        Named.as("destination-baseline"));
        return observations
                .flatMapValues(observation -> judge.get().judge(observation), Named.as("destination-judge"))
                .merge(learned, Named.as("destination-findings"));
    }
}
