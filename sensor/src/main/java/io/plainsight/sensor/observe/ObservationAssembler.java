package io.plainsight.sensor.observe;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationEndpointBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.decode.Packet;
import io.plainsight.sensor.dissect.ObservationDraft;
import io.plainsight.sensor.flow.FlowFlags;
import io.plainsight.sensor.flow.FlowTable;
import io.plainsight.sensor.health.PathHealth;
import io.plainsight.sensor.names.Names;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Makes an observation from a connection's place in the flow table and what inspection says about it.
 *
 * <p>{@code @timestamp} is the packet clock when the observation is made, {@code event.start} and {@code event.end} are the
 * connection's first and latest packet. {@code event.type} is {@code connection} with
 *
 * <ul>
 *   <li>{@code protocol} when the protection was decided,
 *   <li>{@code info} in the update of every minute,
 *   <li>{@code end} at the end; {@code denied} in addition when the SYN was answered by RST, with {@code event.outcome}
 *       {@code failure}.
 * </ul>
 *
 * <p><b>Threading:</b> one thread.
 */
public final class ObservationAssembler {
    /** {@code plainsight.domain_source}: an answer that the client got. */
    public static final String BY_DNS = "dns";
    /** {@code plainsight.domain_source}: the destination's own announcement. */
    public static final String BY_MULTICAST = "mdns";

    private static final List<String> CATEGORY = List.of("network");
    private static final List<String> TYPE_DECIDED = List.of("connection", "protocol");
    private static final List<String> TYPE_UPDATED = List.of("connection", "info");
    private static final List<String> TYPE_ENDED = List.of("connection", "end");
    private static final List<String> TYPE_REFUSED = List.of("connection", "denied", "end");
    private static final List<Observation.Reason> DOUBTFUL = List.of(new Observation.Reason(
            Reasons.CAPTURE_CONFLICTING,
            List.of(),
            "bytes came twice with different content; which of them the receiver took cannot be told"));
    private static final String UNKNOWN_OUTCOME = "unknown";
    private static final long NS_PER_SECOND = 1_000_000_000L;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;

    /** A destination's name and where it was seen. */
    private record Domain(String name, String source) {
        static final Domain NONE = new Domain(null, null);
    }

    private final FlowTable table;
    private final ServiceNames services;
    private final Names names;
    private final Encapsulations encapsulations;
    private final PathHealth health;
    private final Observation.Observer observer;
    private final Observation.Interface ingress;
    private final String sensorOrigin;
    private final CommunityId communityId = new CommunityId();
    private final EventId eventId = new EventId();

    private Observation.Log log;

    /**
     * For the connections of one table.
     *
     * @param names by which clients know addresses
     * @param health what was lost while a connection lived
     * @param interfaceName where live packets come from, or null
     */
    public ObservationAssembler(
            FlowTable table,
            ServiceNames services,
            Names names,
            Encapsulations encapsulations,
            PathHealth health,
            String sensorName,
            String interfaceName) {
        this.table = table;
        this.services = services;
        this.names = names;
        this.encapsulations = encapsulations;
        this.health = health;
        ingress = interfaceName == null ? null : new Observation.Interface(interfaceName);
        observer = new Observation.Observer(
                sensorName, "sensor", ingress == null ? null : new Observation.Ingress(ingress, null));
        sensorOrigin = interfaceName == null ? sensorName : sensorName + "/" + interfaceName;
        eventId.origin(sensorOrigin);
    }

    /** From here on, connections come from this capture file; null for live packets. */
    public void file(String relativePath) {
        log = relativePath == null ? null : new Observation.Log(new Observation.File(relativePath));
        eventId.origin(relativePath == null ? sensorOrigin : relativePath);
    }

    /**
     * Makes an observation.
     *
     * @param draft what inspection says; null when there was nothing to inspect
     * @param action one of {@link Actions}; null for the draft's own
     * @param nowNs packet clock
     */
    public Observation assemble(int flow, ObservationDraft draft, String action, long nowNs) {
        int source = table.initiator(flow);
        String does = action != null ? action : draft == null ? null : draft.action;
        if (does == null) {
            does = Actions.FLOW_UPDATED;
        }
        Domain domain = domain(flow, draft);
        return new Observation(
                instant(nowNs),
                event(flow, draft, does),
                observer(flow),
                log,
                endpoint(flow, source, null),
                endpoint(flow, 1 - source, domain.name()),
                network(flow, source, draft),
                draft == null ? null : draft.tls,
                null,
                plainsight(flow, source, draft, domain, does.equals(Actions.FLOW_ENDED)));
    }

    /** An observation whose destination got its name only afterwards. */
    public static Observation named(Observation observation, String name, String source) {
        return ObservationBuilder.builder(observation)
                .destination(ObservationEndpointBuilder.builder(observation.destination())
                        .domain(name)
                        .build())
                .plainsight(ObservationPlainsightBuilder.builder(observation.plainsight())
                        .domainSource(source)
                        .build())
                .build();
    }

    private Observation.Observer observer(int flow) {
        int encapsulation = table.encapsulation(flow);
        return encapsulation == Encapsulations.NONE
                ? observer
                : new Observation.Observer(
                        observer.name(),
                        observer.type(),
                        new Observation.Ingress(ingress, encapsulations.tunnel(encapsulation)));
    }

    private Observation.Event event(int flow, ObservationDraft draft, String action) {
        String outcome = draft == null || draft.outcome == null ? UNKNOWN_OUTCOME : draft.outcome;
        List<String> type;
        switch (action) {
            case Actions.FLOW_ENDED -> type = table.has(flow, FlowFlags.REFUSED) ? TYPE_REFUSED : TYPE_ENDED;
            case Actions.FLOW_UPDATED -> type = TYPE_UPDATED;
            default -> type = TYPE_DECIDED;
        }
        if (table.has(flow, FlowFlags.REFUSED)) {
            outcome = "failure";
        }
        return new Observation.Event(
                eventId.of(table, flow),
                action,
                outcome,
                "event",
                CATEGORY,
                type,
                instant(table.firstNs(flow)),
                instant(table.lastNs(flow)));
    }

    private Observation.Endpoint endpoint(int flow, int end, String domain) {
        return new Observation.Endpoint(
                Addresses.text(table.addressHigh(flow, end), table.addressLow(flow, end)),
                hasPorts(flow) ? table.port(flow, end) : null,
                table.bytes(flow, end),
                table.packets(flow, end),
                domain,
                null);
    }

    /** What the destination is called; never null. */
    private Domain domain(int flow, ObservationDraft draft) {
        String serverName = serverName(flow, draft);
        if (serverName != null) {
            return new Domain(serverName, "sni");
        }
        int source = table.initiator(flow);
        long high = table.addressHigh(flow, 1 - source);
        long low = table.addressLow(flow, 1 - source);
        String asked = names.nameFor(
                table.addressHigh(flow, source), table.addressLow(flow, source), high, low, table.firstNs(flow));
        if (asked != null) {
            return new Domain(asked, BY_DNS);
        }
        String own = names.ownName(high, low, table.firstNs(flow));
        return own == null ? Domain.NONE : new Domain(own, BY_MULTICAST);
    }

    /** The server name is the destination's, unless the destination was the client inside the protocol. */
    private String serverName(int flow, ObservationDraft draft) {
        if (draft == null || draft.tls == null || draft.tls.client() == null) {
            return null;
        }
        String name = draft.tls.client().serverName();
        return name == null || table.has(flow, FlowFlags.ROLES_REVERSED) ? null : name.toLowerCase(Locale.ROOT);
    }

    private Observation.Network network(int flow, int source, ObservationDraft draft) {
        int destination = 1 - source;
        long sourceHigh = table.addressHigh(flow, source);
        long sourceLow = table.addressLow(flow, source);
        long destinationHigh = table.addressHigh(flow, destination);
        long destinationLow = table.addressLow(flow, destination);
        int protocol = table.protocol(flow);
        boolean icmp = protocol == ICMP || protocol == ICMPV6;
        int typeAndCode = icmp ? table.firstSequence(flow) : 0;
        int vlan = table.vlan(flow);
        return new Observation.Network(
                Transports.name(protocol),
                draft == null ? NetworkServices.protocol(protocol) : draft.protocol,
                draft == null ? null : TlsApplications.of(draft, table.port(flow, destination)),
                Addresses.isIpv4(sourceHigh, sourceLow) ? "ipv4" : "ipv6",
                communityId.of(
                        protocol,
                        sourceHigh,
                        sourceLow,
                        icmp ? typeAndCode >>> 8 : table.port(flow, source),
                        destinationHigh,
                        destinationLow,
                        icmp ? typeAndCode & 0xff : table.port(flow, destination)),
                Addresses.direction(
                        Addresses.isInternal(sourceHigh, sourceLow),
                        Addresses.isInternal(destinationHigh, destinationLow)),
                vlan == Packet.NO_VLAN ? null : new Observation.Vlan(Integer.toString(vlan)));
    }

    private Observation.Plainsight plainsight(
            int flow, int source, ObservationDraft draft, Domain domain, boolean ended) {
        boolean judged = draft != null && !draft.reasons.isEmpty();
        boolean doubtful = judged && draft.protection == Protection.PROTECTED && table.has(flow, FlowFlags.CONFLICTING);
        boolean recognised = draft != null && draft.protocol != null;
        return new Observation.Plainsight(
                judged && !doubtful ? draft.protection : Protection.UNKNOWN,
                doubtful ? DOUBTFUL : judged ? List.copyOf(draft.reasons) : UnjudgedReasons.of(table, flow, draft),
                draft == null ? null : draft.handshake,
                draft == null ? null : draft.tlsDetail,
                draft == null ? null : draft.startTls,
                draft == null ? null : draft.plaintext,
                null,
                draft == null ? null : draft.crypto,
                capture(flow, ended),
                recognised || !hasPorts(flow) ? null : portHint(flow, source),
                draft == null ? null : draft.certificates,
                domain.source(),
                null);
    }

    /** Null when nothing is wrong with the view. */
    private Observation.Capture capture(int flow, boolean ended) {
        boolean tcp = table.protocol(flow) == Packet.TCP;
        boolean oneSided = ended // before, the other end may be yet to answer
                && tcp
                && table.has(flow, FlowFlags.PAYLOAD)
                && (table.packets(flow, 0) == 0 || table.packets(flow, 1) == 0);
        boolean midstream = tcp && !table.has(flow, FlowFlags.SYN_SEEN | FlowFlags.SYN_ACK_SEEN);
        boolean conflicting = table.has(flow, FlowFlags.CONFLICTING);
        long lost = health.losses().lostSince(table.firstNs(flow));
        long oneOf = health.samplingRate();
        return oneSided || midstream || conflicting || lost > 0 || oneOf > 1
                ? new Observation.Capture(
                        oneSided ? true : null,
                        midstream ? true : null,
                        conflicting ? true : null,
                        lost > 0 ? lost : null,
                        lost > 0 ? lostShare(flow) : null,
                        oneOf > 1 ? oneOf : null)
                : null;
    }

    /** To a millionth, and never 0: something was lost. */
    private double lostShare(int flow) {
        double share = health.losses().shareSince(table.firstNs(flow), health.packets());
        return Math.max(1, Math.round(share * 1_000_000)) / 1_000_000.0;
    }

    private String portHint(int flow, int source) {
        return services.name(table.protocol(flow), table.port(flow, 1 - source));
    }

    private boolean hasPorts(int flow) {
        int protocol = table.protocol(flow);
        return protocol == Packet.TCP || protocol == Packet.UDP || table.port(flow, 0) != 0 || table.port(flow, 1) != 0;
    }

    private static Instant instant(long ns) {
        long seconds = Math.floorDiv(ns, NS_PER_SECOND);
        return Instant.ofEpochSecond(seconds, ns - seconds * NS_PER_SECOND);
    }
}
