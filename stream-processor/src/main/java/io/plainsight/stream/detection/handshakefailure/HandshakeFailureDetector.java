package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Certainty;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import io.plainsight.stream.state.Hashes;
import io.plainsight.stream.state.Stamped;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.state.Stateful;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/**
 * Services whose clients suddenly fail to complete handshakes. Keyed by service; one small bucket per service and minute of
 * packet time, so that captures of different years never meet. Window: the minute of the failure and the four before it;
 * baseline: the 24 hours before those.
 */
public final class HandshakeFailureDetector implements Detector {
    static final String OUTCOME_STORE = "handshake-failure-outcome-store";
    private static final Bounds BOUNDS = new Bounds(1_000_000, Duration.ofHours(26));
    private static final int WINDOW_MINUTES = 5;
    private static final int BASELINE_MINUTES = 24 * 60;
    /** Services whose threshold of the current minute is kept at hand. */
    private static final int MAX_THRESHOLDS = 1024;

    private final Supplier<Zones> zones;
    private final StreamMetrics metrics;
    private final StoreBuilder<KeyValueStore<String, Stamped<OutcomeBucket>>> store;

    public HandshakeFailureDetector(PolicyInForce policy, StateStores stores, StreamMetrics metrics) {
        this.zones = policy.derive(now -> new Zones(now.zones()));
        this.metrics = metrics;
        this.store = stores.keyValue(OUTCOME_STORE, OutcomeBucket.class);
    }

    @Override
    public String name() {
        return "handshake-failure";
    }

    @Override
    public List<RuleText> rules() {
        return List.of(HandshakeFailureSpikeRule.TEXT);
    }

    @Override
    public KStream<String, Finding> addTo(KStream<String, Observation> observations) {
        return observations.process(new Stateful<>(Judging::new, store), Named.as("handshake-failure-judge"));
    }

    private final class Judging extends ContextualProcessor<String, Observation, String, Finding> {
        private final Map<String, Double> thresholds = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Double> eldest) {
                return size() > MAX_THRESHOLDS;
            }
        };
        private BoundedStore<OutcomeBucket> buckets;

        @Override
        public void init(ProcessorContext<String, Finding> context) {
            super.init(context);
            buckets = new BoundedStore<>(OUTCOME_STORE, context, BOUNDS, metrics);
        }

        @Override
        public void process(Record<String, Observation> record) {
            Observation observation = record.value();
            Optional<Attempt> attempt = Attempt.of(observation);
            if (attempt.isEmpty()) {
                return;
            }
            long minute = Math.max(0, observation.timestamp().getEpochSecond() / 60);
            String key = key(record.key(), minute);
            long connection = Hashes.of(observation.event().id());
            OutcomeBucket stored = buckets.get(key);
            OutcomeBucket bucket = stored == null ? OutcomeBucket.EMPTY : stored;
            if (bucket.counted(connection)) {
                return;
            }
            if (attempt.get().completed()) {
                buckets.put(key, bucket.withCompleted(connection));
                return;
            }
            String cause = attempt.get().cause();
            Alert.Evidence failure = FindingBuilder.evidence(observation, cause);
            bucket = bucket.withFailure(
                    observation.source().ip(), cause, connection, failure, Certainty.of(observation));
            buckets.put(key, bucket);
            List<OutcomeBucket> window =
                    buckets.range(key(record.key(), minute - WINDOW_MINUTES + 1), key(record.key(), minute));
            Optional<SpikeJudge.Spike> spike = SpikeJudge.candidate(window);
            if (spike.isPresent() && spike.get().ratio() >= threshold(record.key(), minute)) {
                boolean known = window.stream().anyMatch(OutcomeBucket::raised);
                if (!bucket.raised()) {
                    buckets.put(key, bucket.withRaised());
                }
                context().forward(record.withValue(finding(observation, cause, spike.get(), window, known, minute)));
            }
        }

        /** The baseline lies before the window and so hardly changes within a minute: read once a minute and service. */
        private double threshold(String service, long minute) {
            return thresholds.computeIfAbsent(
                    key(service, minute),
                    ignored -> SpikeJudge.threshold(buckets.range(
                            key(service, minute - WINDOW_MINUTES - BASELINE_MINUTES),
                            key(service, minute - WINDOW_MINUTES))));
        }

        private Finding finding(
                Observation observation,
                String cause,
                SpikeJudge.Spike spike,
                List<OutcomeBucket> window,
                boolean known,
                long minute) {
            double threshold = threshold(observation.key(), minute);
            List<Alert.Evidence> earlier = known
                    ? List.of()
                    : window.stream()
                            .flatMap(bucket -> bucket.evidence().stream())
                            .filter(evidence -> !evidence.observation()
                                    .equals(observation.event().id()))
                            .toList();
            return FindingBuilder.of(HandshakeFailureSpikeRule.TEXT, observation)
                    .about(observation.key(), Services.entity(observation, zones.get()))
                    .severity(spike.counted() == spike.attempts() ? Severity.HIGH : Severity.MEDIUM)
                    .reason(spike.failures() + " handshakes of " + spike.clients() + " clients with "
                            + Services.text(observation) + " failed within 5 minutes ("
                            + Math.round(spike.ratio() * 100) + " % of all).")
                    .note(cause)
                    .value("failures", spike.failures())
                    .value("clients", spike.clients())
                    .value("ratio", round(spike.ratio()))
                    .value("causes", spike.causes())
                    .threshold("failures", SpikeJudge.MINIMUM_FAILURES)
                    .threshold("clients", SpikeJudge.MINIMUM_CLIENTS)
                    .threshold("ratio", round(threshold))
                    .confidence(0.9)
                    .trusting(spike.certainty())
                    .weight(known ? 1 : spike.failures(), earlier)
                    .build();
        }
    }

    private static double round(double ratio) {
        return Math.round(ratio * 1000) / 1000.0;
    }

    /** Keys of one service sort by time. */
    private static String key(String service, long minute) {
        return service + '|' + String.format("%012d", Math.max(0, minute));
    }
}
