package io.plainsight.stream.policy;

import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.profile.Profile;
import io.plainsight.stream.profile.Profiles;
import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What an organisation expects of its data in transit. Immutable.
 *
 * @param fingerprint first 12 hexadecimal digits of the SHA-256 of the file; empty without a file
 * @param profile what counts as strong, where neither the service nor its zone has a profile of its own
 * @param certificateStages remaining days at which a certificate's expiry is announced, falling
 * @param zoning which end of a connection lives where
 * @param services in the order in which they are looked up
 * @param exceptions what somebody has accepted, until when
 * @param destinations who may talk to what; empty switches the rule {@code unexpected-destination} off
 * @param resolvers DNS resolvers that hosts may use, where their zone names none; empty where nothing is said
 * @param severities applied one after the other
 * @param addresses systems and countries of addresses, for the destinations
 * @param providerEncryption what a cloud provider's statement that it encrypts is worth
 * @param learning how long is learned, and how far from what was learned is too far
 */
@RecordBuilder
public record Policy(
        String name,
        String version,
        String fingerprint,
        Profile profile,
        List<Integer> certificateStages,
        Zones zoning,
        List<Service> services,
        List<AcceptedException> exceptions,
        List<DestinationRule> destinations,
        List<Cidr> resolvers,
        List<SeverityRule> severities,
        AddressDatabase addresses,
        ProviderEncryption providerEncryption,
        Learning learning) {

    private static final Policy DEFAULTS =
            new Policy("default", "1", Profiles.defaults(), List.of(30, 7), List.of(), List.of(), List.of());

    public Policy {
        certificateStages = List.copyOf(certificateStages);
        services = List.copyOf(services);
        exceptions = List.copyOf(exceptions);
        destinations = List.copyOf(destinations);
        resolvers = List.copyOf(resolvers);
        severities = List.copyOf(severities);
    }

    /** One that is not from a file and says nothing beyond this. */
    public Policy(
            String name,
            String version,
            Profile profile,
            List<Integer> certificateStages,
            List<Zone> zones,
            List<AcceptedException> exceptions,
            List<DestinationRule> destinations) {
        this(
                name,
                version,
                "",
                profile,
                certificateStages,
                new Zones(zones),
                List.of(),
                exceptions,
                destinations,
                List.of(),
                List.of(),
                AddressDatabase.NONE,
                ProviderEncryption.STATED,
                Learning.DEFAULTS);
    }

    /** What holds without a policy file. */
    public static Policy defaults() {
        return DEFAULTS;
    }

    /**
     * The stated version and the fingerprint, such as {@code 2026-11+3f2a9c0d11ee}: what alerts name. A file that was changed
     * without a new version shows, and the digits lead back to its content ({@code sha256sum}).
     */
    public String edition() {
        return fingerprint.isEmpty() ? version : version + '+' + fingerprint;
    }

    public List<Zone> zones() {
        return zoning.all();
    }

    /** The zone by its name; empty for {@code internal} and {@code external}. */
    private Optional<Zone> zone(String name) {
        for (Zone known : zoning.all()) {
            if (known.name().equals(name)) {
                return Optional.of(known);
            }
        }
        return Optional.empty();
    }

    /** What counts as strong for services in a zone, by its name. */
    public Profile profileOf(String zone) {
        return zone(zone).map(Zone::profile).orElse(profile);
    }

    /** What counts as strong for the service of an observation: its own profile, its zone's, or the policy's. */
    public Profile profileOf(Observation observation) {
        return serviceOf(observation)
                .map(Service::profile)
                .orElseGet(() -> profileOf(zoning.of(observation, Side.DESTINATION)));
    }

    /** The first service that the observation's destination belongs to. */
    public Optional<Service> serviceOf(Observation observation) {
        boolean known =
                observation.destination() != null && observation.destination().ip() != null;
        return known ? serviceOf(new Ends(observation, zoning)) : Optional.empty();
    }

    Optional<Service> serviceOf(Ends ends) {
        for (Service service : services) {
            if (service.endpoints().match(ends)) {
                return Optional.of(service);
            }
        }
        return Optional.empty();
    }

    /** What is thought of the observation's service speaking in clear: its own word, or its zone's; empty when neither says. */
    public Optional<Service.Plaintext> plaintextOf(Observation observation) {
        return serviceOf(observation).map(Service::plaintext).or(() -> zone(zoning.of(observation, Side.DESTINATION))
                .map(Zone::plaintext));
    }

    /** Of whom something is accepted. */
    public enum Acceptance {
        NOBODY,
        /** Of this client, or of those who ask for the same name. */
        CLIENT,
        EVERYBODY
    }

    /** Whether findings of the rule about this observation raise no alert: an exception in time, or tolerated plaintext. */
    public Acceptance accepts(String rule, Observation observation) {
        if (rule.equals("plaintext")
                && plaintextOf(observation)
                        .filter(Service.Plaintext.TOLERATED::equals)
                        .isPresent()) {
            return Acceptance.EVERYBODY;
        }
        Ends ends = new Ends(observation, zoning());
        Acceptance accepted = Acceptance.NOBODY;
        for (AcceptedException exception : exceptions) {
            if (exception.covers(rule, ends, this) && !exception.hasExpired(observation.timestamp())) {
                if (exception.isForEverybody()) {
                    return Acceptance.EVERYBODY;
                }
                accepted = Acceptance.CLIENT;
            }
        }
        return accepted;
    }

    /** DNS resolvers that hosts of the zone may use; empty where nothing is said. */
    public List<Cidr> resolversOf(String zone) {
        return zone(zone).map(Zone::resolvers).filter(own -> !own.isEmpty()).orElse(resolvers);
    }

    /** The severity of a finding of the rule about something in the zone, after the policy's word. */
    public Severity severityOf(String rule, String zone, Severity severity) {
        Severity result = severity;
        for (SeverityRule change : severities) {
            result = change.apply(rule, zone, result);
        }
        return result;
    }

    /** Exceptions that have expired at that time, or will have {@code days} days later, the first to expire at the head. */
    public List<AcceptedException> exceptionsEnding(Instant now, int days) {
        List<AcceptedException> ending = new ArrayList<>(exceptions);
        ending.removeIf(exception -> !exception.hasExpired(now.plus(Duration.ofDays(days))));
        ending.sort(Comparator.comparing(AcceptedException::expires));
        return List.copyOf(ending);
    }

    /**
     * A named part of the network of ours. All that is given must hold; an empty list holds for everything, but without
     * networks only internal addresses are in it.
     *
     * @param vlans ids of the outermost tag that packets are seen with
     * @param vpcs ids as flow logs have them
     * @param profile what counts as strong for the services in it; null for the policy's
     * @param plaintext what is thought of services in clear; null when nothing is said
     * @param resolvers DNS resolvers that its hosts may use; empty for the policy's
     */
    public record Zone(
            String name,
            List<Cidr> networks,
            List<String> vlans,
            List<String> vpcs,
            Profile profile,
            Service.Plaintext plaintext,
            List<Cidr> resolvers) {
        public Zone {
            networks = List.copyOf(networks);
            vlans = List.copyOf(vlans);
            vpcs = List.copyOf(vpcs);
            resolvers = List.copyOf(resolvers);
        }

        /** One of addresses alone. */
        public Zone(String name, List<Cidr> networks, Profile profile) {
            this(name, networks, List.of(), List.of(), profile, null, List.of());
        }

        /** Whether it asks for more than an address. */
        boolean isQualified() {
            return !vlans.isEmpty() || !vpcs.isEmpty();
        }

        /** Whether something seen in this VLAN and VPC, null where unknown, may be in it. */
        boolean admits(String vlan, String vpc) {
            return (vlans.isEmpty() || vlan != null && vlans.contains(vlan))
                    && (vpcs.isEmpty() || vpc != null && vpcs.contains(vpc));
        }
    }

    /**
     * Where the hosts of a group may connect to.
     *
     * @param sources the group's addresses
     * @param sourceZones the group's zones, by name
     * @param scope which connections are judged
     */
    public record DestinationRule(
            String name, List<Cidr> sources, List<String> sourceZones, Scope scope, List<Allowed> allow) {
        public DestinationRule {
            sources = List.copyOf(sources);
            sourceZones = List.copyOf(sourceZones);
            allow = List.copyOf(allow);
        }

        /** One of a group of addresses alone. */
        public DestinationRule(String name, List<Cidr> sources, Scope scope, List<Allowed> allow) {
            this(name, sources, List.of(), scope, allow);
        }

        /** Whether the source belongs to the group. */
        public boolean covers(Ends ends) {
            return ends.lie(Side.SOURCE, sources, sourceZones);
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
     * An expected destination. All that is given must hold; an empty list holds for everything.
     *
     * @param domains names, each with everything below it; matched against the name that the connection gave or that was looked up
     * @param asns numbers of autonomous systems, by the policy's file of addresses
     * @param countries ISO 3166-1 alpha-2 codes, upper case, by the policy's file of addresses
     */
    public record Allowed(Endpoints endpoints, List<String> domains, List<Long> asns, List<String> countries) {
        public Allowed {
            domains = List.copyOf(domains);
            asns = List.copyOf(asns);
            countries = List.copyOf(countries);
        }

        /** One of addresses, names and ports alone. */
        public Allowed(List<Cidr> networks, List<String> domains, List<PortRange> ports) {
            this(new Endpoints(networks, List.of(), List.of(), ports, List.of()), domains, List.of(), List.of());
        }

        public List<Cidr> networks() {
            return endpoints.networks();
        }

        public List<PortRange> ports() {
            return endpoints.ports();
        }
    }
}
