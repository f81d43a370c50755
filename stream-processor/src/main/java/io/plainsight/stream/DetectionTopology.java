package io.plainsight.stream;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Posture;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.stream.detection.Detector;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.RuleText;
import io.plainsight.stream.detection.certificate.CertificateDetector;
import io.plainsight.stream.detection.destination.DestinationDetector;
import io.plainsight.stream.detection.downgrade.DowngradeDetector;
import io.plainsight.stream.detection.flowlog.DnsResolverDetector;
import io.plainsight.stream.detection.flowlog.rejected.RejectedDetector;
import io.plainsight.stream.detection.handshakefailure.HandshakeFailureDetector;
import io.plainsight.stream.detection.mutual.MutualTlsDetector;
import io.plainsight.stream.detection.plaintext.PlaintextDetector;
import io.plainsight.stream.detection.sensorhealth.SensorHealthDetector;
import io.plainsight.stream.detection.sensorhealth.SensorHealthRule;
import io.plainsight.stream.detection.starttls.StarttlsDetector;
import io.plainsight.stream.detection.weak.WeakDetector;
import io.plainsight.stream.episode.EpisodeStage;
import io.plainsight.stream.error.IncompleteObservationException;
import io.plainsight.stream.exception.PolicyExceptionExpiredRule;
import io.plainsight.stream.exception.PolicyStage;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.posture.PostureTopology;
import io.plainsight.stream.state.Repeats;
import io.plainsight.stream.state.StateStores;
import io.plainsight.stream.witness.WitnessDetector;
import io.prometheus.client.CollectorRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;

/**
 * The one topology behind live, replayed and offline analysis: observations → detectors → policy → episodes → alerts, and beside
 * them the posture.
 *
 * <p><i>Time.</i> Judgements read the observation's own {@code @timestamp} and keep what they know per entity. The records'
 * Kafka timestamps are wall-clock throughout, so stream time never depends on packet time: a capture of 2015 among packets
 * of today is neither late nor does it hold anything back.
 */
public final class DetectionTopology {
    private static final Instant FIRST_TIME = Instant.EPOCH;
    private static final Instant LAST_TIME = Instant.parse("2500-01-01T00:00:00Z");

    private DetectionTopology() {}

    /** As {@link #build(PolicyInForce, StateStores, Topic, StreamMetrics)} with metrics that nobody reads. */
    public static Topology build(PolicyInForce policy, StateStores stores, Topic<String, Observation> input) {
        return build(policy, stores, input, new StreamMetrics(new CollectorRegistry()));
    }

    /**
     * @param input {@link Topics#OBSERVATIONS} or {@link Topics#REPLAY}
     * @param metrics the same instance that the application's error handlers count in
     */
    public static Topology build(
            PolicyInForce policy, StateStores stores, Topic<String, Observation> input, StreamMetrics metrics) {
        return build(policy, () -> Inventory.NONE, stores, input, metrics);
    }

    /**
     * As above, with imported certificates.
     *
     * @param inventory certificates that services are said to have; asked anew for every judgement
     */
    public static Topology build(
            PolicyInForce policy,
            Supplier<Inventory> inventory,
            StateStores stores,
            Topic<String, Observation> input,
            StreamMetrics metrics) {
        StreamsBuilder builder = new StreamsBuilder();
        boolean live = input.name().equals(Topics.OBSERVATIONS.name());
        KStream<String, Observation> records = builder.stream(
                        input.name(),
                        Consumed.with(input.key(), input.value())
                                .withTimestampExtractor(new WallclockTimestampExtractor())
                                .withName("observations"))
                .processValues(new Repeats(stores, metrics), Named.as("observations-once"));
        KStream<String, Observation> observations = records.filter(
                (service, observation) -> isComplete(observation, metrics), Named.as("observations-complete"));
        KStream<String, Observation> statuses = records.filter(
                (sensor, observation) -> SensorHealthDetector.isStatus(observation), Named.as("sensor-statuses"));

        KStream<String, Observation> gaps = records.filter(
                (key, observation) -> isGap(observation) && isTimed(observation), Named.as("flow-log-gaps"));

        List<Detector> detectors = detectors(policy, inventory, stores, metrics);
        SensorHealthDetector health = new SensorHealthDetector(stores, metrics, live);
        KStream<String, Finding> findings = detectors.get(0).addTo(observations);
        for (Detector detector : detectors.subList(1, detectors.size())) {
            findings = findings.merge(detector.addTo(observations), Named.as(detector.name() + "-merge"));
        }
        WitnessDetector witness = new WitnessDetector(policy, stores, metrics, live);
        findings = findings.merge(witness.addTo(observations, gaps), Named.as(witness.name() + "-found-merge"));
        RejectedDetector rejected = new RejectedDetector(policy, stores, metrics, live);
        findings = findings.merge(rejected.addTo(witness.records()), Named.as(rejected.name() + "-merge"));
        findings = findings.merge(health.addTo(statuses), Named.as(health.name() + "-merge"));
        PolicyStage policyStage = new PolicyStage(policy, metrics);
        findings = policyStage.addTo(findings);
        List<RuleText> rules = new ArrayList<>(rules(detectors));
        rules.addAll(witness.rules());
        rules.addAll(rejected.rules());
        rules.addAll(health.rules());
        rules.addAll(policyStage.rules());
        KStream<String, Alert> alerts = new EpisodeStage(rules, policy, stores, metrics, live).addTo(findings);
        alerts.to(
                Topics.ALERTS.name(),
                Produced.with(Topics.ALERTS.key(), stores.transfer(Alert.class, Topics.ALERTS.value()))
                        .withName("alerts"));
        new PostureTopology(policy, stores, metrics, live)
                .addTo(observations, alerts, witness.logged())
                .to(
                        Topics.POSTURE.name(),
                        Produced.with(Topics.POSTURE.key(), stores.transfer(Posture.class, Topics.POSTURE.value()))
                                .withName("posture-figures"));
        return builder.build();
    }

    /** The words of every rule, in the order of the detectors. */
    public static List<RuleText> rules() {
        List<RuleText> rules = new ArrayList<>(rules(detectors(
                new PolicyInForce(Policy.defaults()),
                () -> Inventory.NONE,
                StateStores.heap(),
                new StreamMetrics(new CollectorRegistry()))));
        rules.addAll(WitnessDetector.RULES);
        rules.addAll(RejectedDetector.RULES);
        rules.add(SensorHealthRule.TEXT);
        rules.add(PolicyExceptionExpiredRule.TEXT);
        return List.copyOf(rules);
    }

    private static List<RuleText> rules(List<Detector> detectors) {
        return detectors.stream().flatMap(detector -> detector.rules().stream()).toList();
    }

    private static List<Detector> detectors(
            PolicyInForce policy, Supplier<Inventory> inventory, StateStores stores, StreamMetrics metrics) {
        return List.of(
                new PlaintextDetector(policy, stores, metrics),
                new StarttlsDetector(policy, stores, metrics),
                new WeakDetector(policy, stores, metrics),
                new DowngradeDetector(policy, stores, metrics),
                new HandshakeFailureDetector(policy, stores, metrics),
                new DestinationDetector(policy, stores, metrics),
                new CertificateDetector(policy, inventory, stores, metrics),
                new MutualTlsDetector(policy, stores, metrics),
                new DnsResolverDetector(policy));
    }

    /** Every judgement may rely on what is checked here. */
    private static boolean isComplete(Observation observation, StreamMetrics metrics) {
        boolean complete = observation != null
                && isTime(observation.timestamp())
                && observation.event() != null
                && observation.event().id() != null
                && observation.event().action() != null
                && (observation.event().start() == null
                        || isTime(observation.event().start()))
                && (observation.event().end() == null
                        || isTime(observation.event().end()))
                && observation.source() != null
                && observation.source().ip() != null
                && observation.destination() != null
                && observation.destination().ip() != null;
        if (complete || SensorHealthDetector.isStatus(observation)) {
            metrics.observed(observation.event().action());
        } else if (!isGap(observation)) {
            throw new IncompleteObservationException();
        }
        return complete;
    }

    private static boolean isTimed(Observation gap) {
        return isTime(gap.timestamp())
                && gap.event().id() != null
                && (gap.event().start() == null || isTime(gap.event().start()))
                && (gap.event().end() == null || isTime(gap.event().end()));
    }

    /** A capture may claim any time; one at the end of all time would let every later calculation of its service fail. */
    private static boolean isTime(Instant time) {
        return time != null && !time.isBefore(FIRST_TIME) && time.isBefore(LAST_TIME);
    }

    /** Gaps in flow logs are about a stretch of time and have no ends. */
    private static boolean isGap(Observation observation) {
        return observation != null
                && observation.event() != null
                && Actions.FLOW_LOG_GAP.equals(observation.event().action());
    }
}
