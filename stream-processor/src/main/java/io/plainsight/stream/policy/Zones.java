package io.plainsight.stream.policy;

import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Traffic.Side;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Names where an end of a connection lives: a zone of the policy, otherwise {@code internal} or {@code external}. The zone
 * with the longest matching block counts, among equals the one that also names the VLAN or the VPC. A zone without blocks
 * holds the internal addresses of its VLANs or VPCs that no block claims. Immutable.
 */
public final class Zones {
    public static final String INTERNAL = "internal";
    public static final String EXTERNAL = "external";

    /** RFC 1918, RFC 4193, RFC 3927, RFC 4291 section 2.5.6, and loopback of both families. */
    private static final List<Cidr> INTERNAL_NETWORKS = List.of(
            Cidr.of("10.0.0.0/8"),
            Cidr.of("172.16.0.0/12"),
            Cidr.of("192.168.0.0/16"),
            Cidr.of("169.254.0.0/16"),
            Cidr.of("127.0.0.0/8"),
            Cidr.of("fc00::/7"),
            Cidr.of("fe80::/10"),
            Cidr.of("::1/128"));

    private static final List<Cidr> LOOPBACK = List.of(Cidr.of("127.0.0.0/8"), Cidr.of("::1/128"));

    private final List<Policy.Zone> all;
    private final NetworkTable<Policy.Zone> byNetwork = new NetworkTable<>();
    private final List<Policy.Zone> withoutNetworks = new ArrayList<>();

    public Zones(List<Policy.Zone> zones) {
        this.all = List.copyOf(zones);
        all.stream()
                .sorted(Comparator.comparing(Policy.Zone::isQualified).reversed())
                .forEach(zone -> {
                    zone.networks().forEach(network -> byNetwork.add(network, zone));
                    if (zone.networks().isEmpty()) {
                        withoutNetworks.add(zone);
                    }
                });
    }

    /** In the order of the policy. */
    public List<Policy.Zone> all() {
        return all;
    }

    /**
     * The zone of an address of which nothing else is known, so that zones of VLANs and VPCs do not count; an address that
     * cannot be read is external.
     */
    public String of(String ip) {
        return of(ip, null, null);
    }

    /** The zone of one end of a connection, by its address and the VLAN or VPC that it was seen in. */
    public String of(Observation observation, Side side) {
        return of(Traffic.end(observation, side).ip(), Traffic.vlan(observation), Traffic.vpc(observation, side));
    }

    private String of(String ip, String vlan, String vpc) {
        Optional<byte[]> address = IpAddress.parse(ip);
        if (address.isEmpty()) {
            return EXTERNAL;
        }
        Policy.Zone zone = byNetwork.find(address.get(), candidate -> candidate.admits(vlan, vpc));
        if (zone != null) {
            return zone.name();
        }
        if (!contains(INTERNAL_NETWORKS, address.get())) {
            return EXTERNAL;
        }
        for (Policy.Zone candidate : withoutNetworks) {
            if (candidate.admits(vlan, vpc)) {
                return candidate.name();
            }
        }
        return INTERNAL;
    }

    /** Whether the address belongs to us: internal by its block, or in a zone that the policy names. */
    public boolean isInternal(String ip) {
        return !of(ip).equals(EXTERNAL);
    }

    /** As {@link #isInternal(String)}, for an end of a connection. */
    public boolean isInternal(Observation observation, Side side) {
        return !of(observation, side).equals(EXTERNAL);
    }

    public static boolean isLoopback(String ip) {
        return IpAddress.parse(ip).map(address -> contains(LOOPBACK, address)).orElse(false);
    }

    static boolean contains(List<Cidr> networks, byte[] address) {
        for (int i = 0; i < networks.size(); i++) { // asked several times on every observation
            if (networks.get(i).contains(address)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Zones that && all.equals(that.all);
    }

    @Override
    public int hashCode() {
        return all.hashCode();
    }

    @Override
    public String toString() {
        return all.toString();
    }
}
