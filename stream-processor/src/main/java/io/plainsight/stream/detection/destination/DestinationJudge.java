package io.plainsight.stream.detection.destination;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Ends;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares connections with the policy's list of expected destinations. Stateless, thread-safe. */
public final class DestinationJudge {
    private static final int TCP_SYN = 0x02;
    private static final int TCP_SYN_ACK = 0x12;
    private static final int FIRST_EPHEMERAL_PORT = 32768;

    private final Policy policy;
    private final Zones zones;

    DestinationJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /** Connections of the packet path, and flow-log records that were let through. */
    List<Finding> judge(Observation observation) {
        if (policy.destinations().isEmpty() || !decides(observation)) {
            return List.of();
        }
        Optional<byte[]> source = IpAddress.parse(observation.source().ip());
        Optional<byte[]> destination = IpAddress.parse(observation.destination().ip());
        if (source.isEmpty() || destination.isEmpty()) {
            return List.of();
        }
        Ends ends = new Ends(observation, zones);
        Policy.DestinationRule broken = null;
        for (Policy.DestinationRule rule : policy.destinations()) {
            if (applies(rule, ends)) {
                if (allows(rule, ends, destination.get())) {
                    return List.of(); // a host may belong to several groups; what one of them may do is expected
                }
                broken = broken == null ? rule : broken;
            }
        }
        return broken == null ? List.of() : List.of(finding(ends, broken, destination.get()));
    }

    /** Whether the policy says something about the source going to the destination: then nothing has to be learned. */
    boolean covers(Ends ends) {
        return policy.destinations().stream().anyMatch(rule -> applies(rule, ends));
    }

    private static boolean applies(Policy.DestinationRule rule, Ends ends) {
        return rule.covers(ends)
                && (rule.scope() == Policy.Scope.ALL
                        || ends.zone(Side.DESTINATION).equals(Zones.EXTERNAL));
    }

    /** Whether an observation is judged at all: once its connection is known to have come about. */
    public static boolean decides(Observation observation) {
        if (Services.hasAction(observation, Actions.FLOW_LOGGED)) {
            List<String> type = observation.event().type();
            return type != null && type.contains("allowed") && !isReply(observation);
        }
        return Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                || Services.hasAction(observation, Actions.HANDSHAKE_FAILED)
                || Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED)
                || Services.hasAction(observation, Actions.FLOW_ENDED);
    }

    /**
     * Whether a one-way flow-log record is the answering direction of somebody else's connection. TCP flags decide where
     * the record has them: an initiator's SYN stands alone. Otherwise a low port talking to an ephemeral one is a server.
     */
    static boolean isReply(Observation observation) {
        Observation.Flow flow = observation.plainsight() == null
                ? null
                : observation.plainsight().flow();
        if (flow != null && flow.tcpFlags() != null && (flow.tcpFlags() & TCP_SYN) != 0) {
            return (flow.tcpFlags() & TCP_SYN_ACK) == TCP_SYN_ACK;
        }
        Integer from = observation.source().port();
        Integer to = observation.destination().port();
        return from != null && to != null && to >= FIRST_EPHEMERAL_PORT && from > 0 && from < FIRST_EPHEMERAL_PORT;
    }

    private boolean allows(Policy.DestinationRule rule, Ends ends, byte[] destination) {
        String name = Services.serverName(ends.observation()).toLowerCase(Locale.ROOT);
        for (Policy.Allowed allowed : rule.allow()) {
            boolean domain = allowed.domains().isEmpty()
                    || allowed.domains().stream()
                            .anyMatch(suffix -> name.equals(suffix) || name.endsWith("." + suffix));
            if (domain && allowed.endpoints().match(ends) && isThere(allowed, destination)) {
                return true;
            }
        }
        return false;
    }

    /** Whether the address belongs to the systems and countries. */
    private boolean isThere(Policy.Allowed allowed, byte[] destination) {
        return (allowed.asns().isEmpty()
                        || allowed.asns().contains(policy.addresses().asn(destination)))
                && (allowed.countries().isEmpty()
                        || allowed.countries().contains(policy.addresses().country(destination)));
    }

    private Finding finding(Ends ends, Policy.DestinationRule rule, byte[] destination) {
        Observation observation = ends.observation();
        String source = observation.source().ip();
        boolean external = ends.zone(Side.DESTINATION).equals(Zones.EXTERNAL);
        boolean flowLog = Services.hasAction(observation, Actions.FLOW_LOGGED);
        boolean nameless = flowLog && wouldAllow(rule, ends, destination);
        return FindingBuilder.of(UnexpectedDestinationRule.TEXT, observation)
                .about(source, new Alert.Entity("host", source, ends.zone(Side.SOURCE)))
                .cause(observation.key())
                .severity(nameless ? Severity.INFO : external ? Severity.HIGH : Severity.MEDIUM)
                .reason(source + " (" + rule.name() + ") connected to " + Services.text(observation)
                        + ", which the policy does not expect.")
                .note(flowLog ? "allowed by the network, from a flow log" : "connection seen on the wire")
                .value("destination", Services.text(observation))
                .value("destination_zone", ends.zone(Side.DESTINATION))
                .value("group", rule.name())
                .value("bytes", observation.source().bytes())
                .threshold("destination", "the allow-list of " + rule.name())
                .confidence(nameless ? 0.3 : flowLog ? 0.9 : 1)
                .build();
    }

    /** Whether the list would allow it with the right name or protocol: a flow log has neither, so it can only suggest. */
    private boolean wouldAllow(Policy.DestinationRule rule, Ends ends, byte[] destination) {
        return rule.allow().stream()
                .anyMatch(allowed -> allowed.endpoints().withoutContent().match(ends) && isThere(allowed, destination));
    }
}
