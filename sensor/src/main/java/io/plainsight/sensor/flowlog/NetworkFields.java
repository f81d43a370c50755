package io.plainsight.sensor.flowlog;

import io.plainsight.events.Observation;
import io.plainsight.sensor.observe.CommunityId;

/**
 * What two addresses, two ports and a protocol number say in ECS's words.
 *
 * <p><b>Threading:</b> one thread.
 */
public final class NetworkFields {
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    private final CommunityId communityId = new CommunityId();

    /**
     * @param protocol IANA protocol number; -1 where the record has none, as for the ports
     * @param from null where the record has none, as {@code to}
     * @param type {@code ipv4} or {@code ipv6} where the record says it; null where the addresses shall
     * @return null where there is nothing to say
     */
    public Observation.Network of(int protocol, IpAddress from, int fromPort, IpAddress to, int toPort, String type) {
        String transport = protocol < 0 ? null : IpProtocols.keyword(protocol);
        String version = type != null || from == null ? type : from.isV4() ? "ipv4" : "ipv6";
        String direction = from == null || to == null ? null : direction(from, to);
        if (transport == null && version == null && direction == null) {
            return null;
        }
        return new Observation.Network(
                transport, null, null, version, communityId(protocol, from, fromPort, to, toPort), direction, null);
    }

    /** Only where the record holds what the id is made of: flow logs have no ICMP types, and ports may be left out. */
    private String communityId(int protocol, IpAddress from, int fromPort, IpAddress to, int toPort) {
        if (protocol < 0
                || from == null
                || to == null
                || protocol == ICMP
                || protocol == ICMPV6
                || IpProtocols.hasPorts(protocol) && (fromPort < 0 || toPort < 0)) {
            return null;
        }
        return communityId.of(
                protocol, from.high(), from.low(), Math.max(0, fromPort), to.high(), to.low(), Math.max(0, toPort));
    }

    private static String direction(IpAddress from, IpAddress to) {
        if (from.isInternal()) {
            return to.isInternal() ? "internal" : "outbound";
        }
        return to.isInternal() ? "inbound" : "external";
    }
}
