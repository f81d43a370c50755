package io.plainsight.sensor.flowlog;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * One flow as an exporter or a cloud recorded it. What the record does not say stays unset.
 *
 * <p>The verdict is always {@code unknown}: a flow record sees no handshake. What a provider states about encryption is kept
 * as its statement.
 *
 * <p><b>Threading:</b> one thread; one instance per record. <b>Memory:</b> at most {@value #MAX_FIELDS} further fields of
 * {@value #MAX_VALUE_CHARS} characters.
 */
public final class FlowRecord {
    /** No number. */
    public static final long NONE = -1;

    static final int MAX_FIELDS = 128;
    static final int MAX_VALUE_CHARS = 2048;

    /** What the network did with the packets. */
    public enum Decision {
        ALLOWED,
        DENIED,
        /** The record does not tell. */
        UNSTATED
    }

    private static final List<String> CATEGORY = List.of("network");

    /** Required, as {@link #destination}. */
    public IpAddress source;

    public IpAddress destination;
    /** Behind a translation; null where the record has none. */
    public IpAddress sourceNat;

    public IpAddress destinationNat;
    /** Behind a translation, 0 to 65535. */
    public int sourceNatPort = (int) NONE;

    public int destinationNatPort = (int) NONE;
    /** IEEE 802.1Q VLAN identifier. */
    public int vlan = (int) NONE;
    /** 0 to 65535. */
    public int sourcePort = (int) NONE;

    public int destinationPort = (int) NONE;
    /** IANA protocol number, 0 to 255. */
    public int protocol = (int) NONE;
    /** From source to destination. */
    public long bytes = NONE;

    public long packets = NONE;
    /** From destination to source, where a record counts both directions. */
    public long returnBytes = NONE;

    public long returnPackets = NONE;
    public Instant start;
    public Instant end;
    /** {@code @timestamp}; null: the end, else the start, else the file's time. */
    public Instant time;

    public Decision decision = Decision.UNSTATED;
    /** The decision in the record's own word. */
    public String action;
    /** RFC 9293 section 3.1, ORed over the record's window. */
    public int tcpFlags = (int) NONE;
    /** What the provider states about encryption, in its own word. */
    public String encryptionStatus;
    /** {@link #encryptionStatus} in a sentence that begins with a semicolon; may be empty. */
    public String encryptionNote = "";

    public String rejectReason;
    public Observation.Cloud cloud;
    private final Map<String, String> fields = new LinkedHashMap<>();

    /** Keeps what has no place of its own, under the record's own name; nothing where there is no value. */
    public FlowRecord field(String name, String value) {
        if (value != null && !value.isEmpty() && fields.size() < MAX_FIELDS) {
            fields.put(name, value.length() > MAX_VALUE_CHARS ? value.substring(0, MAX_VALUE_CHARS) : value);
        }
        return this;
    }

    /**
     * @param id {@code event.id}: the same for each copy of the record
     */
    public Observation observation(String id, FlowLogOrigin origin, NetworkFields networks) {
        boolean ports = protocol < 0 || IpProtocols.hasPorts(protocol);
        Integer from = ports ? port(sourcePort) : null;
        Integer to = ports ? port(destinationPort) : null;
        return new Observation(
                time != null ? time : end != null ? end : start != null ? start : origin.time(),
                new Observation.Event(id, Actions.FLOW_LOGGED, null, "event", CATEGORY, types(), start, end),
                origin.observer(),
                origin.path() == null ? null : new Observation.Log(new Observation.File(origin.path())),
                new Observation.Endpoint(
                        source.toString(), from, number(bytes), number(packets), null, nat(sourceNat, sourceNatPort)),
                new Observation.Endpoint(
                        destination.toString(),
                        to,
                        number(returnBytes),
                        number(returnPackets),
                        null,
                        nat(destinationNat, destinationNatPort)),
                network(networks),
                null,
                cloud,
                plainsight(ports ? Assumption.of(protocol, sourcePort, destinationPort) : null));
    }

    private Observation.Network network(NetworkFields networks) {
        Observation.Network network = networks.of(protocol, source, sourcePort, destination, destinationPort, null);
        return vlan < 0
                ? network
                : new Observation.Network(
                        network.transport(),
                        network.protocol(),
                        network.application(),
                        network.type(),
                        network.communityId(),
                        network.direction(),
                        new Observation.Vlan(Integer.toString(vlan)));
    }

    private List<String> types() {
        return switch (decision) {
            case ALLOWED -> List.of("connection", "allowed");
            case DENIED -> List.of("connection", "denied");
            case UNSTATED -> List.of("connection");
        };
    }

    private Observation.Plainsight plainsight(String assumed) {
        return ObservationPlainsightBuilder.builder()
                .protection(Protection.UNKNOWN)
                .reasons(Assumption.reasons(assumed, encryptionNote))
                .portHint(assumed)
                .flow(new Observation.Flow(
                        null,
                        action,
                        tcpFlags < 0 ? null : (Integer) tcpFlags,
                        encryptionStatus,
                        rejectReason,
                        fields.isEmpty() ? null : fields))
                .build();
    }

    private static Integer port(int port) {
        return port < 0 ? null : (Integer) port;
    }

    private static Long number(long number) {
        return number < 0 ? null : (Long) number;
    }

    private static Observation.Nat nat(IpAddress address, int port) {
        return address == null ? null : new Observation.Nat(address.toString(), port(port));
    }
}
