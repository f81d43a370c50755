package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationBuilder;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.RowProblem;
import io.plainsight.sensor.observe.CommunityId;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * One AWS flow-log record to one observation. Source and destination are as the record names them: a record is one
 * direction, and which end opened the connection it mostly cannot tell.
 *
 * <p>The verdict is always {@code unknown}. A flow log sees no handshake; {@code encryption-status} says that AWS's network
 * encrypts (1), that AWS takes the application to encrypt (2, often from port 443 alone), or both (3), and 0 does not prove
 * clear text. It is recorded, and judged by those who know the policy.
 */
final class RowMapper {
    private static final Set<String> GAPS = Set.of("NODATA", "SKIPDATA");
    private static final int MAX_PORT = 65_535;
    private static final int ICMP = 1;
    private static final int ICMPV6 = 58;
    /** TCP has twelve bits of flags, four of them reserved (RFC 9293 section 3.1). */
    private static final int MAX_TCP_FLAGS = 0xfff;

    private final Observation.Observer observer;
    private final Observation.Log log;
    private final Instant fileTime;
    private final CommunityId communityId = new CommunityId();

    /** @param fileTime stands in as {@code @timestamp} for records whose format has neither start nor end */
    RowMapper(Observation.Observer observer, String relativePath, Instant fileTime) {
        this.observer = observer;
        this.log = new Observation.Log(new Observation.File(relativePath));
        this.fileTime = fileTime;
    }

    Observation map(Row row, long line) throws MalformedRowException {
        String id = RowIdentity.of(row, log.file().path() + ":" + line);
        String logStatus = row.text("log-status");
        boolean gap = logStatus != null && GAPS.contains(logStatus);
        String action = row.text("action");
        Instant start = row.time("start");
        Instant end = row.time("end");
        Integer protocol = row.integer("protocol", IpProtocols.MAX);
        Observation.Endpoint source = endpoint(row, "src", protocol, gap);
        Observation.Endpoint destination = endpoint(row, "dst", protocol, gap);
        if (source != null) {
            source = withCounters(source, row);
        }
        return ObservationBuilder.builder()
                .timestamp(end != null ? end : start != null ? start : fileTime)
                .event(new Observation.Event(
                        id,
                        gap ? Actions.FLOW_LOG_GAP : Actions.FLOW_LOGGED,
                        null,
                        "event",
                        List.of("network"),
                        eventTypes(gap, action),
                        start,
                        end))
                .observer(observer)
                .log(log)
                .source(source)
                .destination(destination)
                .network(network(row, protocol, source, destination))
                .cloud(cloud(row))
                .plainsight(plainsight(row, logStatus, action, gap))
                .build();
    }

    private static List<String> eventTypes(boolean gap, String action) {
        if (gap) {
            return List.of("info");
        }
        if ("ACCEPT".equals(action)) {
            return List.of("connection", "allowed");
        }
        return "REJECT".equals(action) ? List.of("connection", "denied") : List.of("connection");
    }

    private static Observation.Endpoint endpoint(Row row, String end, Integer protocol, boolean gap)
            throws MalformedRowException {
        IpAddress address = row.address(end + "addr");
        IpAddress packetAddress = row.address("pkt-" + end + "addr");
        Integer port = row.integer(end + "port", MAX_PORT);
        if (protocol != null && !IpProtocols.hasPorts(protocol)) {
            port = null;
        }
        if (address == null && packetAddress == null) {
            if (gap) {
                return null;
            }
            throw new MalformedRowException(RowProblem.ADDRESS, end + "addr is missing");
        }
        if (address == null) {
            return new Observation.Endpoint(packetAddress.toString(), port, null, null, null, null);
        }
        Observation.Nat nat = packetAddress == null ? null : new Observation.Nat(packetAddress.toString(), null);
        return new Observation.Endpoint(address.toString(), port, null, null, null, nat);
    }

    /** A record counts one direction: what the source sent. */
    private static Observation.Endpoint withCounters(Observation.Endpoint source, Row row)
            throws MalformedRowException {
        Long bytes = row.number("bytes", Long.MAX_VALUE);
        Long packets = row.number("packets", Long.MAX_VALUE);
        return new Observation.Endpoint(source.ip(), source.port(), bytes, packets, null, source.nat());
    }

    private Observation.Network network(
            Row row, Integer protocol, Observation.Endpoint source, Observation.Endpoint destination) {
        String transport = protocol == null ? null : IpProtocols.keyword(protocol);
        String type = type(row, source);
        String direction = direction(source, destination);
        if (transport == null && type == null && direction == null) {
            return null;
        }
        return new Observation.Network(
                transport, null, null, type, communityId(protocol, source, destination), direction, null);
    }

    /** Only where the record holds what the id is made of: AWS writes no ICMP types, and ports may be left out. */
    private String communityId(Integer protocol, Observation.Endpoint source, Observation.Endpoint destination) {
        if (protocol == null
                || source == null
                || destination == null
                || protocol == ICMP
                || protocol == ICMPV6
                || IpProtocols.hasPorts(protocol) && (source.port() == null || destination.port() == null)) {
            return null;
        }
        IpAddress from = IpAddress.parse(source.ip());
        IpAddress to = IpAddress.parse(destination.ip());
        return communityId.of(
                protocol, from.high(), from.low(), portOf(source), to.high(), to.low(), portOf(destination));
    }

    private static int portOf(Observation.Endpoint endpoint) {
        return endpoint.port() == null ? 0 : endpoint.port();
    }

    /** {@code IPv4} and {@code IPv6} move to ECS; {@code EFA} is no network type of ECS and stays among the record's own fields. */
    private static String type(Row row, Observation.Endpoint source) {
        String type = row.peek("type");
        if ("IPv4".equals(type) || "IPv6".equals(type)) {
            return row.text("type").toLowerCase(Locale.ROOT);
        }
        if (source == null) {
            return null;
        }
        return source.ip().indexOf(':') < 0 ? "ipv4" : "ipv6";
    }

    private static String direction(Observation.Endpoint source, Observation.Endpoint destination) {
        if (source == null || destination == null) {
            return null;
        }
        boolean fromInside = IpAddress.parse(source.ip()).isInternal();
        boolean toInside = IpAddress.parse(destination.ip()).isInternal();
        if (fromInside) {
            return toInside ? "internal" : "outbound";
        }
        return toInside ? "inbound" : "external";
    }

    private static Observation.Cloud cloud(Row row) {
        // AWS writes "unknown" for interfaces that its own services made; that is no account
        String account = "unknown".equals(row.peek("account-id")) ? null : row.text("account-id");
        String instance = row.text("instance-id");
        return new Observation.Cloud(
                "aws",
                account == null ? null : new Observation.Account(account),
                row.text("region"),
                row.text("az-id"),
                instance == null ? null : new Observation.Instance(instance));
    }

    private static Observation.Plainsight plainsight(Row row, String logStatus, String action, boolean gap)
            throws MalformedRowException {
        Integer tcpFlags = row.integer("tcp-flags", MAX_TCP_FLAGS);
        String encryptionStatus = row.text("encryption-status");
        String rejectReason = row.text("reject-reason");
        String detail = gap
                ? "no connections are on record for this window: log status " + logStatus
                : "a flow log shows who talked to whom, not how it was protected" + describe(encryptionStatus);
        return ObservationPlainsightBuilder.builder()
                .protection(Protection.UNKNOWN)
                .reasons(List.of(new Observation.Reason(Reasons.FLOW_LOG_ONLY, List.of(), detail)))
                .flow(new Observation.Flow(
                        logStatus,
                        action,
                        tcpFlags,
                        encryptionStatus,
                        rejectReason,
                        row.rest().isEmpty() ? null : row.rest()))
                .build();
    }

    /** What AWS states, in its own terms; "Enforce VPC encryption in transit", Amazon VPC User Guide. */
    private static String describe(String encryptionStatus) {
        if (encryptionStatus == null) {
            return "";
        }
        return switch (encryptionStatus) {
            case "0" -> "; AWS knows of no encryption, neither by its network nor by the application";
            case "1" -> "; AWS states encryption by its network, which says nothing of the application";
            case "2" -> "; AWS takes the application to encrypt, without having looked at packets";
            case "3" -> "; AWS states encryption by its network and takes the application to encrypt";
            default -> "";
        };
    }
}
