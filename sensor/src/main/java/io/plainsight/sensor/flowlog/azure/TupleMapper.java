package io.plainsight.sensor.flowlog.azure;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowRecord;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.IpProtocols;
import io.plainsight.sensor.flowlog.MalformedRowException;
import io.plainsight.sensor.flowlog.NetworkFields;
import io.plainsight.sensor.flowlog.RecordId;
import io.plainsight.sensor.flowlog.RowProblem;
import java.time.Instant;
import java.util.Locale;

/**
 * One flow tuple to one observation ("Flow logging for network security groups" and "Virtual network flow logs", Azure Network
 * Watcher):
 *
 * <pre>
 *  NSG 1   time,source,destination,port,port,T|U,I|O,A|D
 *  NSG 2   … ,B|C|E,packets,bytes,packets,bytes
 *  VNet 4  time,source,destination,port,port,protocol number,I|O,B|C|E|D,encryption,packets,bytes,packets,bytes
 * </pre>
 *
 * The first counters are source to destination, since the tuple before. Times are seconds or milliseconds, told by their
 * size. A tuple that was cut keeps what it has, as long as it tells who talked to whom.
 *
 * <p><b>Threading:</b> one thread.
 */
final class TupleMapper {
    private static final int MAX_FIELDS = 16;
    private static final int MAX_PORT = 65_535;
    private static final int MAX_DIGITS = 18;
    private static final long FIRST_MILLISECONDS = 100_000_000_000L;
    private static final long LAST_MILLISECONDS = 253_402_300_799_999L;

    private static final int TIME = 0;
    private static final int SOURCE = 1;
    private static final int DESTINATION = 2;
    private static final int SOURCE_PORT = 3;
    private static final int DESTINATION_PORT = 4;
    private static final int PROTOCOL = 5;
    private static final int DIRECTION = 6;
    private static final int DECISION_OR_STATE = 7;
    private static final int STATE_OR_ENCRYPTION = 8;
    private static final int COUNTERS = 9;

    private final FlowLogOrigin origin;
    private final NetworkFields networks = new NetworkFields();
    private final RecordId ids = new RecordId();

    TupleMapper(FlowLogOrigin origin) {
        this.origin = origin;
    }

    Observation map(String text, TupleContext context) throws MalformedRowException {
        String[] tuple = text.strip().split(",", MAX_FIELDS);
        if (tuple.length <= DECISION_OR_STATE || tuple.length == MAX_FIELDS) {
            throw new MalformedRowException(RowProblem.FIELD_COUNT, tuple.length + " fields in a flow tuple");
        }
        FlowRecord flow = new FlowRecord();
        flow.source = address(tuple[SOURCE], "source");
        flow.destination = address(tuple[DESTINATION], "destination");
        flow.sourcePort = (int) number(tuple[SOURCE_PORT], MAX_PORT, "source port");
        flow.destinationPort = (int) number(tuple[DESTINATION_PORT], MAX_PORT, "destination port");
        flow.cloud = context.cloud();
        String state = letters(tuple[PROTOCOL]) ? networkSecurityGroup(tuple, flow) : virtualNetwork(tuple, flow);
        counters(tuple, flow);
        times(time(tuple[TIME]), state, flow);
        context.addTo(flow);
        flow.field("direction", tuple[DIRECTION]);
        flow.field("state", state);
        return flow.observation(ids.of("azure", context.identity(), text.strip()), origin, networks);
    }

    /** @return the state; null in version 1 */
    private static String networkSecurityGroup(String[] tuple, FlowRecord flow) throws MalformedRowException {
        flow.protocol = switch (tuple[PROTOCOL].toUpperCase(Locale.ROOT)) {
            case "T" -> 6;
            case "U" -> 17;
            default -> throw new MalformedRowException(RowProblem.NUMBER, "the protocol is neither T nor U");
        };
        flow.action = tuple[DECISION_OR_STATE];
        flow.decision = decision(flow.action);
        return tuple.length > STATE_OR_ENCRYPTION ? tuple[STATE_OR_ENCRYPTION] : null;
    }

    private static String virtualNetwork(String[] tuple, FlowRecord flow) throws MalformedRowException {
        flow.protocol = (int) number(tuple[PROTOCOL], IpProtocols.MAX, "protocol");
        String state = tuple[DECISION_OR_STATE];
        boolean denied = state.equals("D");
        flow.action = denied ? "D" : null;
        flow.decision = denied ? FlowRecord.Decision.DENIED : FlowRecord.Decision.ALLOWED;
        if (tuple.length > STATE_OR_ENCRYPTION && !tuple[STATE_OR_ENCRYPTION].isEmpty()) {
            flow.encryptionStatus = tuple[STATE_OR_ENCRYPTION];
            flow.encryptionNote = describe(flow.encryptionStatus);
        }
        return state;
    }

    private static FlowRecord.Decision decision(String letter) {
        return switch (letter) {
            case "A" -> FlowRecord.Decision.ALLOWED;
            case "D" -> FlowRecord.Decision.DENIED;
            default -> FlowRecord.Decision.UNSTATED;
        };
    }

    /** Empty in tuples that begin a flow, and missing in tuples that were cut. */
    private static void counters(String[] tuple, FlowRecord flow) throws MalformedRowException {
        flow.packets = counter(tuple, COUNTERS, "packets sent");
        flow.bytes = counter(tuple, COUNTERS + 1, "bytes sent");
        flow.returnPackets = counter(tuple, COUNTERS + 2, "packets received");
        flow.returnBytes = counter(tuple, COUNTERS + 3, "bytes received");
    }

    /** A tuple has one time: of the flow's begin, or of the end of what its counters count. */
    private static void times(Instant time, String state, FlowRecord flow) {
        flow.time = time;
        if ("C".equals(state) || "E".equals(state)) {
            flow.end = time;
        } else {
            flow.start = time;
        }
    }

    /** What Azure states, in its own terms; "Virtual network flow logs", Azure Network Watcher. */
    private static String describe(String encryption) {
        return switch (encryption) {
            case "X" -> "; Azure states encryption by its network, which says nothing of the application";
            case "NX" -> "; Azure's network did not encrypt, which says nothing of the application";
            default -> "; Azure's network did not encrypt (" + encryption + "), which says nothing of the application";
        };
    }

    private static IpAddress address(String text, String what) throws MalformedRowException {
        IpAddress address = IpAddress.parse(text);
        if (address == null) {
            throw new MalformedRowException(RowProblem.ADDRESS, "the " + what + " is no IP address");
        }
        return address;
    }

    private static long counter(String[] tuple, int index, String what) throws MalformedRowException {
        return tuple.length <= index || tuple[index].isEmpty()
                ? FlowRecord.NONE
                : number(tuple[index], Long.MAX_VALUE, what);
    }

    private static long number(String text, long max, String what) throws MalformedRowException {
        boolean digits =
                !text.isEmpty() && text.length() <= MAX_DIGITS && text.chars().allMatch(c -> c >= '0' && c <= '9');
        long value = digits ? Long.parseLong(text) : -1;
        if (value < 0 || value > max) {
            throw new MalformedRowException(RowProblem.NUMBER, what + ": no number from 0 to " + max);
        }
        return value;
    }

    private static Instant time(String text) throws MalformedRowException {
        try {
            long value = number(text, LAST_MILLISECONDS, "time");
            return value < FIRST_MILLISECONDS ? Instant.ofEpochSecond(value) : Instant.ofEpochMilli(value);
        } catch (MalformedRowException e) {
            throw new MalformedRowException(RowProblem.TIME, "the time is no Unix time");
        }
    }

    private static boolean letters(String text) {
        return !text.isEmpty() && Character.isLetter(text.charAt(0));
    }
}
