package io.plainsight.stream.policy;

import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.profile.NamePattern;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Services by what can be seen of them. All that is given must hold; an empty list holds for everything. Networks and zones
 * are one list in two forms.
 *
 * @param networks addresses of the service
 * @param zones zones of the service, by name
 * @param serverNames names that clients ask for (SNI), lower case
 * @param protocols {@code network.protocol}, {@code network.application} or {@code network.transport}, lower case
 */
public record Endpoints(
        List<Cidr> networks,
        List<String> zones,
        List<NamePattern> serverNames,
        List<PortRange> ports,
        List<String> protocols) {

    /** IANA keywords of the transports that flow logs name. */
    private static final Set<String> TRANSPORTS = Set.of("tcp", "udp", "sctp", "icmp", "ipv6-icmp", "esp", "gre");

    /** Every service. */
    public static final Endpoints ANY = new Endpoints(List.of(), List.of(), List.of(), List.of(), List.of());

    public Endpoints {
        networks = List.copyOf(networks);
        zones = List.copyOf(zones);
        serverNames = List.copyOf(serverNames);
        ports = List.copyOf(ports);
        protocols = List.copyOf(protocols);
    }

    /** Whether the destination is among them. */
    public boolean match(Ends ends) {
        Observation observation = ends.observation();
        return Traffic.isAmong(observation.destination().port(), ports)
                && Traffic.speaks(observation, protocols)
                && ends.lie(Side.DESTINATION, networks, zones)
                && isNamed(observation);
    }

    /** The same as far as a record without names and content, such as a flow log's, can tell. */
    public Endpoints withoutContent() {
        boolean transports = protocols.stream().allMatch(TRANSPORTS::contains);
        return new Endpoints(networks, zones, List.of(), ports, transports ? protocols : List.of());
    }

    private boolean isNamed(Observation observation) {
        if (serverNames.isEmpty()) {
            return true;
        }
        String name = Traffic.requestedName(observation).toLowerCase(Locale.ROOT);
        return !name.isEmpty() && serverNames.stream().anyMatch(pattern -> pattern.matches(name));
    }
}
