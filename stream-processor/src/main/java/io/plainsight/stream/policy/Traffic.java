package io.plainsight.stream.policy;

import io.plainsight.events.Observation;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads from an observation what a policy tells connections apart by. */
public final class Traffic {
    /** What one record of a flow log says of both ends: they are in the same VPC (Amazon VPC User Guide, {@code traffic-path}). */
    private static final String SAME_VPC = "1";

    private Traffic() {}

    /** An end of a connection. */
    public enum Side {
        /** Who opened it. */
        SOURCE,
        /** Who was called: the service. */
        DESTINATION
    }

    public static Observation.Endpoint end(Observation observation, Side side) {
        return side == Side.SOURCE ? observation.source() : observation.destination();
    }

    /** Id of the outermost VLAN tag; null where there was none. */
    public static String vlan(Observation observation) {
        return observation.network() == null || observation.network().vlan() == null
                ? null
                : observation.network().vlan().id();
    }

    /**
     * The VPC of an end, from a flow log; null where it is not known. A record names the VPC of the interface that it was
     * taken at: the sender's where its {@code flow-direction} is {@code egress}, the receiver's where it is {@code ingress}, and
     * where it has no direction either may be meant. Transit gateways name both.
     */
    public static String vpc(Observation observation, Side side) {
        Observation.Flow flow = observation.plainsight() == null
                ? null
                : observation.plainsight().flow();
        Map<String, String> fields = flow == null || flow.fields() == null ? Map.of() : flow.fields();
        String byGateway = fields.get(side == Side.SOURCE ? "tgw-src-vpc-id" : "tgw-dst-vpc-id");
        if (byGateway != null) {
            return byGateway;
        }
        String direction = fields.get("flow-direction");
        boolean otherSide = side == Side.SOURCE ? "ingress".equals(direction) : "egress".equals(direction);
        return otherSide && !SAME_VPC.equals(fields.get("traffic-path")) ? null : fields.get("vpc-id");
    }

    /** The name that the client asked for or had looked up, from the endpoint or the SNI; empty when there is none. */
    public static String serverName(Observation observation) {
        if (observation.destination().domain() != null) {
            return observation.destination().domain();
        }
        Observation.Tls tls = observation.tls();
        boolean named = tls != null && tls.client() != null && tls.client().serverName() != null;
        return named ? tls.client().serverName() : "";
    }

    /**
     * The name that the client asked for in its hello; empty when there is none. A looked-up name does not count: one client has
     * looked it up in sight of a sensor and the other has not.
     */
    public static String requestedName(Observation observation) {
        boolean lookedUp = observation.plainsight() != null
                && observation.plainsight().domainSource() != null
                && !observation.plainsight().domainSource().equals("sni");
        return lookedUp ? "" : serverName(observation);
    }

    /** Whether the protocol, the one inside it, or the transport is among these names; so is every one where there are none. */
    static boolean speaks(Observation observation, List<String> protocols) {
        Observation.Network network = observation.network();
        return protocols.isEmpty()
                || network != null
                        && (isAmong(network.protocol(), protocols)
                                || isAmong(network.application(), protocols)
                                || isAmong(network.transport(), protocols));
    }

    private static boolean isAmong(String name, List<String> names) {
        return name != null && names.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean isAmong(Integer port, List<PortRange> ports) {
        if (ports.isEmpty()) {
            return true;
        }
        for (PortRange range : ports) {
            if (port != null && range.contains(port)) {
                return true;
            }
        }
        return false;
    }
}
