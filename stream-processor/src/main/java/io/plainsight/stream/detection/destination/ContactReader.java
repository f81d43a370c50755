package io.plainsight.stream.detection.destination;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.stream.detection.Services;
import io.plainsight.stream.learn.Domains;
import io.plainsight.stream.policy.Ends;
import io.plainsight.stream.policy.IpAddress;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.Traffic.Side;
import io.plainsight.stream.policy.Zones;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;

/** Reads from an observation which destination a host of ours used. Stateless, thread-safe. */
final class ContactReader {
    private static final int FIRST_EPHEMERAL_PORT = 32768;
    private static final int FIRST_MULTICAST = 224;
    private static final int IPV4_BLOCK_BYTES = 3;
    private static final int IPV6_BLOCK_BYTES = 6;

    private final Policy policy;
    private final DestinationJudge judge;

    ContactReader(Policy policy) {
        this.policy = policy;
        this.judge = new DestinationJudge(policy);
    }

    /** Whether both ends took part, as far as can be seen: a refused or unanswered connection reached nothing. */
    static boolean cameAbout(Observation observation) {
        if (!DestinationJudge.decides(observation)) {
            return false;
        }
        if (Services.hasAction(observation, Actions.FLOW_LOGGED)) {
            return true;
        }
        Long answered = observation.destination().packets();
        boolean tcp = observation.network() != null
                && "tcp".equals(observation.network().transport());
        return answered == null || answered > (tcp ? 1 : 0);
    }

    /** Empty where the host is not ours, or the destination is nobody in particular. */
    Optional<Contact> read(Observation observation) {
        Optional<byte[]> destination = IpAddress.parse(observation.destination().ip());
        Ends ends = new Ends(observation, policy.zoning());
        String group = ends.zone(Side.SOURCE);
        if (destination.isEmpty()
                || group.equals(Zones.EXTERNAL)
                || !isSomebody(destination.get(), observation.destination().ip())) {
            return Optional.empty();
        }
        byte[] address = destination.get();
        String port = port(observation.destination().port());
        String country = policy.addresses().country(address);
        return Optional.of(new Contact(
                slim(observation),
                group,
                owner(observation).map(owner -> owner + port).orElse(null),
                block(address) + port,
                policy.addresses().asn(address),
                country.isEmpty() ? null : country,
                ends.zone(Side.DESTINATION).equals(Zones.EXTERNAL),
                judge.covers(ends),
                0,
                0,
                null));
    }

    /** The registered part of the destination's name, or all of it where strangers share that part. */
    static Optional<String> owner(Observation observation) {
        String name = Services.serverName(observation).toLowerCase(Locale.ROOT);
        if (name.isEmpty() || IpAddress.parse(name).isPresent()) {
            return Optional.empty();
        }
        return Optional.of(Domains.owned(name).orElse(name));
    }

    /** Ephemeral ports are agreed on anew each time, as FTP's and RPC's are. */
    private static String port(Integer port) {
        if (port == null) {
            return "";
        }
        return port >= FIRST_EPHEMERAL_PORT ? ":ephemeral" : ":" + port;
    }

    private static boolean isSomebody(byte[] address, String text) {
        if (Zones.isLoopback(text)) {
            return false;
        }
        int first = address[0] & 0xff;
        int second = address[1] & 0xff;
        if (address.length == 4) {
            boolean broadcast = (address[3] & 0xff) == 0xff;
            return first != 0 && first < FIRST_MULTICAST && !(first == 169 && second == 254) && !broadcast;
        }
        return first != 0xff && !(first == 0xfe && (second & 0xc0) == 0x80);
    }

    static String block(byte[] address) {
        if (address.length == 4) {
            return (address[0] & 0xff) + "." + (address[1] & 0xff) + "." + (address[IPV4_BLOCK_BYTES - 1] & 0xff)
                    + ".0/24";
        }
        String hex = HexFormat.of().formatHex(address, 0, IPV6_BLOCK_BYTES);
        return '[' + hex.substring(0, 4) + ':' + hex.substring(4, 8) + ':' + hex.substring(8, 12) + "::/48]";
    }

    /** What findings and exceptions of the policy look at. */
    private static Observation slim(Observation observation) {
        String name = Services.serverName(observation);
        Observation.Plainsight own = observation.plainsight();
        return ObservationBuilder.builder(observation)
                .tls(null)
                .destination(ObservationEndpointBuilder.builder(observation.destination())
                        .domain(name.isEmpty() ? null : name)
                        .build())
                .plainsight(
                        own == null
                                ? null
                                : ObservationPlainsightBuilder.builder()
                                        .protection(own.protection())
                                        .capture(own.capture())
                                        .flow(own.flow())
                                        .domainSource(own.domainSource())
                                        .build())
                .build();
    }
}
