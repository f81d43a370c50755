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
import io.plainsight.stream.witness.FlowRecords;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Compares connections with the policy's list of expected destinations. Stateless, thread-safe. */
public final class DestinationJudge {
    private final Policy policy;
    private final Zones zones;

    DestinationJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /** Connections of the packet path, and flow-log records, also of what was refused. */
    List<Finding> judge(Observation observation) {
        if (policy.destinations().isEmpty() || !isAttempt(observation)) {
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

    private static boolean isAttempt(Observation observation) {
        return decides(observation)
                || Services.hasAction(observation, Actions.FLOW_LOGGED)
                        && observation.source().port() != null // else nothing tells an attempt from an answer
                        && !FlowRecords.isReply(observation);
    }

    private static boolean applies(Policy.DestinationRule rule, Ends ends) {
        return rule.covers(ends)
                && (rule.scope() == Policy.Scope.ALL
                        || ends.zone(Side.DESTINATION).equals(Zones.EXTERNAL));
    }

    /** Whether an observation's connection is known to have come about. */
    public static boolean decides(Observation observation) {
        if (Services.hasAction(observation, Actions.FLOW_LOGGED)) {
            return !FlowRecords.isReply(observation) && Decision.of(observation) == Decision.ALLOWED;
        }
        return Services.hasAction(observation, Actions.HANDSHAKE_COMPLETED)
                || Services.hasAction(observation, Actions.HANDSHAKE_FAILED)
                || Services.hasAction(observation, Actions.PLAINTEXT_OBSERVED)
                || Services.hasAction(observation, Actions.FLOW_ENDED);
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
        Decision decision = flowLog ? Decision.of(observation) : Decision.ALLOWED;
        boolean nameless = flowLog && wouldAllow(rule, ends, destination);
        return FindingBuilder.of(UnexpectedDestinationRule.TEXT, observation)
                .about(source, new Alert.Entity("host", source, ends.zone(Side.SOURCE)))
                .cause(observation.key())
                .severity(nameless ? Severity.INFO : decision.severity(external))
                .reason(source + " (" + rule.name() + ") " + decision.verb() + ' ' + Services.text(observation)
                        + ", which the policy does not expect" + decision.outcome() + '.')
                .note(flowLog ? decision.note() : "connection seen on the wire")
                .value("destination", Services.text(observation))
                .value("destination_zone", ends.zone(Side.DESTINATION))
                .value("group", rule.name())
                .value("bytes", observation.source().bytes())
                .value("decision", flowLog ? decision.text() : null)
                .value("reject_reason", FlowRecords.rejectReason(observation))
                .threshold("destination", "the allow-list of " + rule.name())
                .confidence(nameless ? 0.3 : flowLog ? decision.confidence() : 1)
                .build();
    }

    /** Whether the list would allow it with the right name or protocol: a flow log has neither, so it can only suggest. */
    private boolean wouldAllow(Policy.DestinationRule rule, Ends ends, byte[] destination) {
        return rule.allow().stream()
                .anyMatch(allowed -> allowed.endpoints().withoutContent().match(ends) && isThere(allowed, destination));
    }
}
