package io.plainsight.stream.policy;

import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.Profiles;
import java.time.LocalDate;
import java.util.List;

/**
 * What an organisation expects of its data in transit. Immutable.
 *
 * @param profile what counts as strong, where a zone has no profile of its own
 * @param certificateStages remaining days at which a certificate's expiry is announced, falling
 * @param toleratedPlaintext accepted exceptions to the rule {@code plaintext}
 * @param destinations who may talk to what; empty switches the rule {@code unexpected-destination} off
 * @param mutualTls services whose clients must show a certificate
 */
public record Policy(
        String name,
        String version,
        Profile profile,
        List<Integer> certificateStages,
        List<Zone> zones,
        List<ToleratedPlaintext> toleratedPlaintext,
        List<DestinationRule> destinations,
        List<MutualTls> mutualTls) {

    /** Without services that need mutual TLS. */
    public Policy(
            String name,
            String version,
            Profile profile,
            List<Integer> certificateStages,
            List<Zone> zones,
            List<ToleratedPlaintext> toleratedPlaintext,
            List<DestinationRule> destinations) {
        this(name, version, profile, certificateStages, zones, toleratedPlaintext, destinations, List.of());
    }

    private static final Policy DEFAULTS =
            new Policy("default", "1", Profiles.defaults(), List.of(30, 7), List.of(), List.of(), List.of());

    public Policy {
        certificateStages = List.copyOf(certificateStages);
        zones = List.copyOf(zones);
        toleratedPlaintext = List.copyOf(toleratedPlaintext);
        destinations = List.copyOf(destinations);
        mutualTls = List.copyOf(mutualTls);
    }

    /** What holds without a policy file. */
    public static Policy defaults() {
        return DEFAULTS;
    }

    /** What counts as strong for services in a zone, by its name. */
    public Profile profileOf(String zone) {
        for (Zone known : zones) {
            if (known.profile() != null && known.name().equals(zone)) {
                return known.profile();
            }
        }
        return profile;
    }

    /**
     * A named set of addresses of ours.
     *
     * @param profile what counts as strong for the services in it; null for the policy's
     */
    public record Zone(String name, List<Cidr> networks, Profile profile) {
        public Zone {
            networks = List.copyOf(networks);
        }
    }

    /**
     * A service that may speak in clear, until a date. An empty list matches everything.
     *
     * @param networks addresses of the service
     * @param protocols {@code network.protocol} values, lower case
     * @param expires last day of the exception, in the packets' time, UTC; null when it never expires
     */
    public record ToleratedPlaintext(
            List<Cidr> networks,
            List<PortRange> ports,
            List<String> protocols,
            String owner,
            LocalDate expires,
            String reason) {
        public ToleratedPlaintext {
            networks = List.copyOf(networks);
            ports = List.copyOf(ports);
            protocols = List.copyOf(protocols);
        }
    }

    /**
     * Where the hosts of a group may connect to.
     *
     * @param sources the group's addresses
     * @param scope which connections are judged
     */
    public record DestinationRule(String name, List<Cidr> sources, Scope scope, List<Allowed> allow) {
        public DestinationRule {
            sources = List.copyOf(sources);
            allow = List.copyOf(allow);
        }
    }

    /** Which connections of a source group a destination rule judges. */
    public enum Scope {
        /** Only those that leave for an external address. */
        EXTERNAL,
        /** Every connection. */
        ALL
    }

    /**
     * An expected destination. Address and name must both match where both are given; empty ports match every port.
     *
     * @param domains names, each with everything below it; matched against the name the connection gave (SNI)
     */
    public record Allowed(List<Cidr> networks, List<String> domains, List<PortRange> ports) {
        public Allowed {
            networks = List.copyOf(networks);
            domains = List.copyOf(domains);
            ports = List.copyOf(ports);
        }
    }

    /**
     * Services whose clients must show a certificate. What is named must all match; an empty list matches everything.
     *
     * @param networks addresses of the service
     * @param serverNames names, each with everything below it; matched against the name that the client asked for (SNI)
     */
    public record MutualTls(List<Cidr> networks, List<PortRange> ports, List<String> serverNames) {
        public MutualTls {
            networks = List.copyOf(networks);
            ports = List.copyOf(ports);
            serverNames = List.copyOf(serverNames);
        }
    }
}
