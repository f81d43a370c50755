package io.plainsight.stream.detection.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.policy.Cidr;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;
import io.plainsight.stream.witness.FlowRecords;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Compares the resolvers that hosts ask with those of the policy. Stateless, thread-safe. */
final class DnsResolverJudge {
    /** RFC 1035 section 4.2, RFC 7858, RFC 9250. */
    private static final Set<Integer> PORTS = Set.of(53, 853);

    private static final Set<String> TRANSPORTS = Set.of("udp", "tcp");
    private static final double FLOW_LOG = 0.9;

    private final Policy policy;
    private final Zones zones;

    DnsResolverJudge(Policy policy) {
        this.policy = policy;
        this.zones = policy.zoning();
    }

    /** @param observation of a connection's end, or a flow-log record seen from its client */
    List<Finding> judge(Observation observation) {
        boolean logged = Services.hasAction(observation, Actions.FLOW_LOGGED);
        if (!logged && !Services.hasAction(observation, Actions.FLOW_ENDED) || !asksDns(observation)) {
            return List.of();
        }
        // resolvers ask other resolvers: they are whom the policy names, not whom it restricts
        String zone = zones.of(observation, Side.SOURCE);
        List<Cidr> resolvers = policy.resolversOf(zone);
        if (resolvers.isEmpty()
                || zone.equals(Zones.EXTERNAL)
                || isAmong(resolvers, observation.source().ip())
                || isAmong(resolvers, observation.destination().ip())) {
            return List.of();
        }
        return List.of(finding(observation, zone, resolvers, logged));
    }

    private Finding finding(Observation observation, String zone, List<Cidr> resolvers, boolean logged) {
        String source = observation.source().ip();
        boolean external = zones.of(observation, Side.DESTINATION).equals(Zones.EXTERNAL);
        boolean refused = logged && FlowRecords.isDenied(observation);
        return FindingBuilder.of(DnsResolverRule.TEXT, observation)
                .about(source, new Alert.Entity("host", source, zone))
                .cause(observation.destination().ip() + (refused ? "|refused" : ""))
                .severity(refused ? Severity.INFO : external ? Severity.MEDIUM : Severity.LOW)
                .reason(source + (refused ? " was refused DNS by " : " asked ") + Services.text(observation)
                        + ", which is no resolver of the policy.")
                .note(logged ? "from a flow log" : "seen on the wire")
                .value("resolver", observation.destination().text())
                .value("resolver_zone", zones.of(observation, Side.DESTINATION))
                .value("bytes_sent", observation.source().bytes())
                .threshold(
                        "resolver",
                        resolvers.stream().map(Cidr::toString).toList().toString())
                .confidence(logged ? FLOW_LOG : 1)
                .build();
    }

    private static boolean asksDns(Observation observation) {
        Observation.Network network = observation.network();
        boolean dnsSeen = network != null && "dns".equals(network.protocol());
        Integer port = observation.destination().port();
        return dnsSeen || port != null && PORTS.contains(port) && network != null && speaks(network.transport());
    }

    private static boolean speaks(String transport) {
        return transport != null && TRANSPORTS.contains(transport);
    }

    private static boolean isAmong(List<Cidr> networks, String ip) {
        Optional<byte[]> address = IpAddress.parse(ip);
        return address.isPresent() && networks.stream().anyMatch(network -> network.contains(address.get()));
    }
}
