package io.plainsight.stream.policy;

import java.util.List;
import java.util.Optional;

/** Names where an address lives: a zone of the policy, otherwise {@code internal} or {@code external}. */
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

    private final List<Policy.Zone> zones;

    public Zones(List<Policy.Zone> zones) {
        this.zones = List.copyOf(zones);
    }

    /** The zone with the longest matching block; an address that cannot be read is external. */
    public String of(String ip) {
        Optional<byte[]> address = IpAddress.parse(ip);
        if (address.isEmpty()) {
            return EXTERNAL;
        }
        String name = null;
        int longest = -1;
        for (Policy.Zone zone : zones) {
            for (Cidr network : zone.networks()) {
                if (network.prefixLength() > longest && network.contains(address.get())) {
                    name = zone.name();
                    longest = network.prefixLength();
                }
            }
        }
        if (name != null) {
            return name;
        }
        return contains(INTERNAL_NETWORKS, address.get()) ? INTERNAL : EXTERNAL;
    }

    /** Whether the address belongs to us: internal by its block, or in a zone that the policy names. */
    public boolean isInternal(String ip) {
        return !of(ip).equals(EXTERNAL);
    }

    public static boolean isLoopback(String ip) {
        return IpAddress.parse(ip).map(address -> contains(LOOPBACK, address)).orElse(false);
    }

    private static boolean contains(List<Cidr> networks, byte[] address) {
        for (Cidr network : networks) {
            if (network.contains(address)) {
                return true;
            }
        }
        return false;
    }
}
