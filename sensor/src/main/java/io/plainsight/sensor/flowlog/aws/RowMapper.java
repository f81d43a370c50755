package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.flowlog.Assumption;
import io.plainsight.sensor.flowlog.FieldMap;
import io.plainsight.sensor.flowlog.Interned;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.NetworkFields;
import io.plainsight.sensor.flowlog.RowProblem;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One AWS flow-log record to one observation. Source and destination are as the record names them: a record is one
 * direction, and which end opened the connection it mostly cannot tell.
 *
 * <p>The verdict is always {@code unknown}. A flow log sees no handshake; {@code encryption-status} says that AWS's network
 * encrypts (1), that AWS takes the application to encrypt (2, often from port 443 alone), or both (3), and 0 does not prove
 * clear text. It is recorded, and judged by those who know the policy.
 *
 * <p><b>Threading:</b> one thread; one instance per file. <b>Memory:</b> what it remembers of the texts it has seen is bounded.
 */
final class RowMapper {
    private static final int MAX_PORT = 65_535;
    private static final List<String> CATEGORY = List.of("network");
    private static final List<String> INFO = List.of("info");
    private static final List<String> ALLOWED = List.of("connection", "allowed");
    private static final List<String> DENIED = List.of("connection", "denied");
    private static final List<String> UNDECIDED = List.of("connection");

    /** TCP has twelve bits of flags, four of them reserved (RFC 9293 section 3.1). */
    private static final int MAX_TCP_FLAGS = 0xfff;

    /** What AWS states by 0 to 3, in its own terms; "Enforce VPC encryption in transit", Amazon VPC User Guide. */
    private static final String[] STATED = {
        "; AWS knows of no encryption, neither by its network nor by the application",
        "; AWS states encryption by its network, which says nothing of the application",
        "; AWS takes the application to encrypt, without having looked at packets",
        "; AWS states encryption by its network and takes the application to encrypt",
        ""
    };

    private final Observation.Observer observer;
    private Observation.Log log;
    private final Instant fileTime;
    private final NetworkFields networks = new NetworkFields();
    private final RowIdentity identity = new RowIdentity();
    private final Interned<String> texts = new Interned<>(text -> text);
    private final Interned<IpAddress> addresses = new Interned<>(IpAddress::parse);
    private final Interned<Observation.Account> accounts = new Interned<>(Observation.Account::new);
    private final Interned<Observation.Instance> instances = new Interned<>(Observation.Instance::new);
    /** By what AWS states and what is assumed from the port: so many lists as there are registered names, five times. */
    private final List<Map<String, List<Observation.Reason>>> reasons =
            Stream.<Map<String, List<Observation.Reason>>>generate(HashMap::new)
                    .limit(STATED.length)
                    .toList();

    private final Interned<List<Observation.Reason>> gapReasons = new Interned<>(RowMapper::gapReasonsFor);

    /** @param fileTime stands in as {@code @timestamp} for records whose format has neither start nor end */
    RowMapper(Observation.Observer observer, String relativePath, Instant fileTime) {
        this.observer = observer;
        this.log = new Observation.Log(new Observation.File(relativePath));
        this.fileTime = fileTime;
    }

    /** @param path {@code log.file.path} from here on */
    void from(String path) {
        if (!path.equals(log.file().path())) {
            log = new Observation.Log(new Observation.File(path));
        }
    }

    Observation map(Row row, long line) throws MalformedRowException {
        boolean gap = row.is(AwsField.LOG_STATUS, "NODATA") || row.is(AwsField.LOG_STATUS, "SKIPDATA");
        Instant start = instant(row.time(AwsField.START));
        Instant end = instant(row.time(AwsField.END));
        int protocol = (int) row.number(AwsField.PROTOCOL, IpProtocols.MAX);
        IpAddress source = address(row, AwsField.SRCADDR);
        IpAddress packetSource = address(row, AwsField.PKT_SRCADDR);
        IpAddress destination = address(row, AwsField.DSTADDR);
        IpAddress packetDestination = address(row, AwsField.PKT_DSTADDR);
        Integer sourcePort = port(row, AwsField.SRCPORT, protocol);
        Integer destinationPort = port(row, AwsField.DSTPORT, protocol);
        Long bytes = orNull(row.number(AwsField.BYTES, Long.MAX_VALUE));
        Long packets = orNull(row.number(AwsField.PACKETS, Long.MAX_VALUE));
        if (!gap) {
            require(source, packetSource, AwsField.SRCADDR);
            require(destination, packetDestination, AwsField.DSTADDR);
        }
        IpAddress from = source == null ? packetSource : source;
        IpAddress to = destination == null ? packetDestination : destination;
        return new Observation(
                end != null ? end : start != null ? start : fileTime,
                new Observation.Event(
                        identity.of(row, log.file().path(), line),
                        gap ? Actions.FLOW_LOG_GAP : Actions.FLOW_LOGGED,
                        null,
                        "event",
                        CATEGORY,
                        eventTypes(row, gap),
                        start,
                        end),
                observer,
                log,
                from == null
                        ? null
                        : new Observation.Endpoint(
                                from.toString(), sourcePort, bytes, packets, null, nat(source, packetSource)),
                to == null
                        ? null
                        : new Observation.Endpoint(
                                to.toString(), destinationPort, null, null, null, nat(destination, packetDestination)),
                networks.of(protocol, from, portOf(sourcePort), to, portOf(destinationPort), type(row)),
                null,
                cloud(row),
                plainsight(row, gap, Assumption.of(protocol, portOf(sourcePort), portOf(destinationPort))));
    }

    private static Instant instant(long milliseconds) {
        return milliseconds < 0 ? null : Instant.ofEpochMilli(milliseconds);
    }

    private static Long orNull(long number) {
        return number < 0 ? null : (Long) number;
    }

    private static List<String> eventTypes(Row row, boolean gap) {
        if (gap) {
            return INFO;
        }
        return row.is(AwsField.ACTION, "ACCEPT") ? ALLOWED : row.is(AwsField.ACTION, "REJECT") ? DENIED : UNDECIDED;
    }

    private IpAddress address(Row row, AwsField field) throws MalformedRowException {
        IpAddress address = of(addresses, row, field);
        if (address == null && row.has(field)) {
            throw new MalformedRowException(RowProblem.ADDRESS, field.text + " is no IP address");
        }
        return address;
    }

    private static void require(IpAddress address, IpAddress packetAddress, AwsField field)
            throws MalformedRowException {
        if (address == null && packetAddress == null) {
            throw new MalformedRowException(RowProblem.ADDRESS, field.text + " is missing");
        }
    }

    private static Integer port(Row row, AwsField field, int protocol) throws MalformedRowException {
        int port = (int) row.number(field, MAX_PORT);
        return port < 0 || protocol >= 0 && !IpProtocols.hasPorts(protocol) ? null : (Integer) port;
    }

    private static int portOf(Integer port) {
        return port == null ? -1 : port;
    }

    private static Observation.Nat nat(IpAddress address, IpAddress packetAddress) {
        return address == null || packetAddress == null ? null : new Observation.Nat(packetAddress.toString(), null);
    }

    /** {@code IPv4} and {@code IPv6} move to ECS; {@code EFA} is no network type of ECS and stays among the record's own fields. */
    private static String type(Row row) {
        return row.is(AwsField.TYPE, "IPv4") ? "ipv4" : row.is(AwsField.TYPE, "IPv6") ? "ipv6" : null;
    }

    private Observation.Cloud cloud(Row row) {
        return new Observation.Cloud(
                "aws",
                isUnknownAccount(row) ? null : of(accounts, row, AwsField.ACCOUNT_ID),
                text(row, AwsField.REGION),
                text(row, AwsField.AZ_ID),
                of(instances, row, AwsField.INSTANCE_ID));
    }

    /** AWS writes "unknown" for interfaces that its own services made; that is no account. */
    private static boolean isUnknownAccount(Row row) {
        return row.is(AwsField.ACCOUNT_ID, "unknown");
    }

    private Observation.Plainsight plainsight(Row row, boolean gap, String assumed) throws MalformedRowException {
        long tcpFlags = row.number(AwsField.TCP_FLAGS, MAX_TCP_FLAGS);
        Map<String, String> rest = rest(row);
        return ObservationPlainsightBuilder.builder()
                .protection(Protection.UNKNOWN)
                .reasons(gap ? of(gapReasons, row, AwsField.LOG_STATUS) : reasons(row, assumed))
                .portHint(gap ? null : assumed)
                .flow(new Observation.Flow(
                        text(row, AwsField.LOG_STATUS),
                        text(row, AwsField.ACTION),
                        tcpFlags < 0 ? null : (Integer) (int) tcpFlags,
                        text(row, AwsField.ENCRYPTION_STATUS),
                        text(row, AwsField.REJECT_REASON),
                        rest.isEmpty() ? null : rest))
                .build();
    }

    /** What has no place of its own, by the record's own names. */
    private Map<String, String> rest(Row row) {
        List<String> names = row.columns().names();
        String[] values = new String[names.size()];
        for (int i = 0; i < values.length; i++) {
            AwsField field = row.columns().field(i);
            boolean placed = field != null && field.placed && !staysBehind(row, field);
            values[i] = placed || !row.has(i) ? null : texts.of(row.line(), row.start(i), row.end(i));
        }
        return new FieldMap(names, values);
    }

    private static boolean staysBehind(Row row, AwsField field) {
        return field == AwsField.TYPE && !row.is(AwsField.TYPE, "IPv4") && !row.is(AwsField.TYPE, "IPv6")
                || field == AwsField.ACCOUNT_ID && isUnknownAccount(row);
    }

    private String text(Row row, AwsField field) {
        return of(texts, row, field);
    }

    /** Null when absent. */
    private static <T> T of(Interned<T> interned, Row row, AwsField field) {
        int column = row.columns().of(field);
        return row.has(column) ? interned.of(row.line(), row.start(column), row.end(column)) : null;
    }

    private List<Observation.Reason> reasons(Row row, String assumed) {
        int stated = 0;
        while (stated < STATED.length - 1 && !row.is(AwsField.ENCRYPTION_STATUS, Integer.toString(stated))) {
            stated++;
        }
        String text = STATED[stated];
        return reasons.get(stated).computeIfAbsent(assumed, name -> Assumption.reasons(name, text));
    }

    private static List<Observation.Reason> gapReasonsFor(String logStatus) {
        String detail = "no connections are on record for this window: log status " + logStatus;
        return List.of(new Observation.Reason(Reasons.FLOW_LOG_ONLY, List.of(), detail));
    }
}
