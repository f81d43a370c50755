package io.plainsight.stream.witness;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationFlowBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Reads flow-log records. Pure functions. */
public final class FlowRecords {
    static final int SYN = 0x02;
    private static final int SYN_ACK = 0x12;
    /** Where Linux begins to choose ports of clients ({@code net.ipv4.ip_local_port_range}); IANA begins at 49152. */
    private static final int FIRST_EPHEMERAL_PORT = 32768;

    /**
     * A TCP packet without data has at most 60 bytes over IPv4 (20 + 40 of RFC 9293 section 3.1), 80 over IPv6; what has more on
     * average carried data.
     */
    static final int EMPTY_PACKET_IPV4 = 60;

    static final int EMPTY_PACKET_IPV6 = 80;

    /** Fields that name the reporter of a record: AWS, transit gateway, Google, Azure. */
    private static final List<String> REPORTERS =
            List.of("interface-id", "tgw-attachment-id", "reporter", "macAddress", "mac_address");

    private static final Map<String, String> OTHER_WAY = Map.of(
            "tgw-src-vpc-id", "tgw-dst-vpc-id",
            "tgw-dst-vpc-id", "tgw-src-vpc-id",
            "tgw-src-subnet-id", "tgw-dst-subnet-id",
            "tgw-dst-subnet-id", "tgw-src-subnet-id");

    private FlowRecords() {}

    /**
     * The record seen from the client, with the addresses that stood in the packets: an answering direction is turned round, its
     * bytes are the destination's. What the interface had for an address stays as {@code nat}. Empty for records without
     * ports, of whose ends none is known to be the service.
     */
    public static Optional<Observation> oriented(Observation record) {
        if (!isRecord(record)
                || record.source().port() == null
                || record.destination().port() == null) {
            return Optional.empty();
        }
        Observation.Endpoint from = onTheWire(record.source());
        Observation.Endpoint to = onTheWire(record.destination());
        if (!isReply(record)) {
            return Optional.of(ObservationBuilder.builder(record)
                    .source(from)
                    .destination(to)
                    .build());
        }
        Observation.Flow flow = record.plainsight().flow();
        return Optional.of(ObservationBuilder.builder(record)
                .source(to)
                .destination(from)
                .plainsight(
                        flow == null || flow.fields() == null
                                ? record.plainsight()
                                : ObservationPlainsightBuilder.builder(record.plainsight())
                                        .flow(ObservationFlowBuilder.builder(flow)
                                                .fields(turned(flow.fields()))
                                                .build())
                                        .build())
                .build());
    }

    static boolean isRecord(Observation observation) {
        return Actions.FLOW_LOGGED.equals(observation.event().action());
    }

    /**
     * Whether a record is the answering direction of a connection. TCP flags decide where an opening is among them: an initiator's
     * SYN stands alone. Otherwise a low port talking to an ephemeral one is a server.
     */
    public static boolean isReply(Observation record) {
        Integer flags = tcpFlags(record);
        if (flags != null && (flags & SYN) != 0) {
            return (flags & SYN_ACK) == SYN_ACK;
        }
        if (record.plainsight() == null || record.destination().bytes() != null) {
            return false; // a record of both directions names its initiator first
        }
        Integer from = record.source().port();
        Integer to = record.destination().port();
        return from != null && to != null && to >= FIRST_EPHEMERAL_PORT && from > 0 && from < FIRST_EPHEMERAL_PORT;
    }

    /** Null where the record has none. */
    public static Integer tcpFlags(Observation record) {
        Observation.Flow flow =
                record.plainsight() == null ? null : record.plainsight().flow();
        return flow == null ? null : flow.tcpFlags();
    }

    public static boolean isDenied(Observation record) {
        return hasType(record, "denied");
    }

    /** Whether a gap says that records were lost, not that there were none: {@code NODATA} is no loss. */
    static boolean isLoss(Observation gap) {
        Observation.Flow flow =
                gap.plainsight() == null ? null : gap.plainsight().flow();
        return flow == null || !"NODATA".equals(flow.logStatus());
    }

    public static boolean isAllowed(Observation record) {
        return hasType(record, "allowed");
    }

    /** Why it was refused, in the provider's word; null where the record does not say. */
    public static String rejectReason(Observation record) {
        Observation.Flow flow =
                record.plainsight() == null ? null : record.plainsight().flow();
        return flow == null ? null : flow.rejectReason();
    }

    /** Whether the source of a TCP connection sent more than openings and acknowledgements. */
    public static boolean carriesData(Observation record) {
        boolean tcp = record.network() != null && "tcp".equals(record.network().transport());
        Long bytes = record.source().bytes();
        Long packets = record.source().packets();
        int empty = record.source().ip().indexOf(':') >= 0 ? EMPTY_PACKET_IPV6 : EMPTY_PACKET_IPV4;
        return tcp && bytes != null && packets != null && packets > 0 && bytes > packets * empty;
    }

    /** Who wrote the record: of several that saw a connection, one counts. */
    public static String reporter(Observation record) {
        Map<String, String> fields = fields(record);
        for (String name : REPORTERS) {
            String value = fields.get(name);
            if (value != null) {
                return value;
            }
        }
        return "";
    }

    /** Account, VPC, subnet and interface that the record was written at, as {@code vpc/vpc-1}; what it does not tell is left out. */
    static List<String> places(Observation record) {
        Map<String, String> fields = fields(record);
        boolean atSource = fields.getOrDefault("reporter", "").startsWith("SRC");
        List<String> places = new ArrayList<>();
        boolean account = record.cloud() != null && record.cloud().account() != null;
        place(places, "account", account ? record.cloud().account().id() : null);
        place(
                places,
                "vpc",
                fields.getOrDefault("vpc-id", fields.get(atSource ? "src_vpc.vpc_name" : "dest_vpc.vpc_name")));
        place(
                places,
                "subnet",
                fields.getOrDefault(
                        "subnet-id", fields.get(atSource ? "src_vpc.subnetwork_name" : "dest_vpc.subnetwork_name")));
        place(places, "interface", fields.containsKey("reporter") ? null : reporter(record));
        return List.copyOf(places);
    }

    /** Subnet, else interface, of an AWS record or gap; null for others, which sample packets or see part of a network. */
    static String place(Observation record) {
        Map<String, String> fields = fields(record);
        String network = fields.get("interface-id");
        String subnet = fields.get("subnet-id");
        return network == null ? null : subnet == null ? "interface/" + network : "subnet/" + subnet;
    }

    /** The end at whose interface a record was written, of one seen from its client; null where it does not say. */
    static Observation.Endpoint reportedEnd(Observation record) {
        String direction = fields(record).get("flow-direction");
        if (direction == null) {
            return null;
        }
        return direction.equals("egress") ? record.source() : record.destination();
    }

    private static void place(List<String> places, String kind, String name) {
        if (name != null && !name.isEmpty()) {
            places.add(kind + '/' + name);
        }
    }

    /** The record's own fields; empty where it has none. */
    public static Map<String, String> fields(Observation record) {
        Observation.Flow flow =
                record.plainsight() == null ? null : record.plainsight().flow();
        return flow == null || flow.fields() == null ? Map.of() : flow.fields();
    }

    private static boolean hasType(Observation record, String type) {
        return record.event().type() != null && record.event().type().contains(type);
    }

    private static Observation.Endpoint onTheWire(Observation.Endpoint end) {
        if (end.nat() == null || end.nat().ip() == null || end.nat().ip().equals(end.ip())) {
            return end;
        }
        return ObservationEndpointBuilder.builder(end)
                .ip(end.nat().ip())
                .nat(new Observation.Nat(end.ip(), end.nat().port()))
                .build();
    }

    /** What is said of the one end and of the other changes places; so does the direction that is seen from an end. */
    private static Map<String, String> turned(Map<String, String> fields) {
        Map<String, String> turned = new TreeMap<>();
        fields.forEach((name, value) -> turned.put(OTHER_WAY.getOrDefault(name, name), value));
        turned.computeIfPresent("flow-direction", (name, value) -> value.equals("egress") ? "ingress" : "egress");
        return turned;
    }
}
