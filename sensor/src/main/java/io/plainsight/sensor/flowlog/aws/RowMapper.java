package io.plainsight.sensor.flowlog.aws;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.flowlog.FieldMap;
import io.plainsight.sensor.flowlog.Interned;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.NetworkFields;
import io.plainsight.sensor.flowlog.RowProblem;
import java.time.Instant;
import java.util.List;
import java.util.Map;

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

    private final Observation.Observer observer;
    private Observation.Log log;
    private final Instant fileTime;
    private final NetworkFields networks = new NetworkFields();
    private final RowIdentity identity = new RowIdentity();
    private final Interned<String> texts = new Interned<>(text -> text);
    private final Interned<IpAddress> addresses = new Interned<>(IpAddress::parse);
    private final Interned<Observation.Account> accounts = new Interned<>(Observation.Account::new);
    private final Interned<Observation.Instance> instances = new Interned<>(Observation.Instance::new);
    private final Interned<List<Observation.Reason>> reasons = new Interned<>(RowMapper::reasonsFor);
    private final Interned<List<Observation.Reason>> gapReasons = new Interned<>(RowMapper::gapReasonsFor);
    private final List<Observation.Reason> plainReasons = reasonsFor("");

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
                plainsight(row, gap));
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

    private Observation.Plainsight plainsight(Row row, boolean gap) throws MalformedRowException {
        long tcpFlags = row.number(AwsField.TCP_FLAGS, MAX_TCP_FLAGS);
        List<Observation.Reason> why = gap
                ? of(gapReasons, row, AwsField.LOG_STATUS)
                : row.has(AwsField.ENCRYPTION_STATUS) ? of(reasons, row, AwsField.ENCRYPTION_STATUS) : plainReasons;
        Map<String, String> rest = rest(row);
        return ObservationPlainsightBuilder.builder()
                .protection(Protection.UNKNOWN)
                .reasons(why)
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

    private static List<Observation.Reason> reasonsFor(String encryptionStatus) {
        return reason("a flow log shows who talked to whom, not how it was protected" + describe(encryptionStatus));
    }

    private static List<Observation.Reason> gapReasonsFor(String logStatus) {
        return reason("no connections are on record for this window: log status " + logStatus);
    }

    private static List<Observation.Reason> reason(String detail) {
        return List.of(new Observation.Reason(Reasons.FLOW_LOG_ONLY, List.of(), detail));
    }

    /** What AWS states, in its own terms; "Enforce VPC encryption in transit", Amazon VPC User Guide. */
    private static String describe(String encryptionStatus) {
        return switch (encryptionStatus) {
            case "0" -> "; AWS knows of no encryption, neither by its network nor by the application";
            case "1" -> "; AWS states encryption by its network, which says nothing of the application";
            case "2" -> "; AWS takes the application to encrypt, without having looked at packets";
            case "3" -> "; AWS states encryption by its network and takes the application to encrypt";
            default -> "";
        };
    }
}
