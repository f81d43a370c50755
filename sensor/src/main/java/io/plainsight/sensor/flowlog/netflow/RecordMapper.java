package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogOrigin;
import io.plainsight.sensor.flowlog.FlowRecord;
import io.plainsight.sensor.flowlog.IpAddress;
import io.plainsight.sensor.flowlog.NetworkFields;
import io.plainsight.sensor.flowlog.RecordId;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * One data record to one observation. Elements are those of the IANA registry "IPFIX Information Elements", of which NetFlow 9
 * (RFC 3954 section 8) uses the first 127; those of Cisco's firewalls ("NetFlow Secure Event Logging") have numbers from 33000.
 *
 * <p>Counters of sampled packets are multiplied by the sampling interval, which {@code sampling_interval} tells; the numbers
 * as they came stand beside it under the elements' own names.
 *
 * <p><b>Threading:</b> one thread.
 */
final class RecordMapper {
    /** An exporter's clock may be ahead of ours by so much. */
    static final Duration MAX_AHEAD = Duration.ofHours(1);

    private static final int MAX_PORT = 65_535;
    private static final int MAX_VLAN = 4_095;

    /** Elements that have a place of their own, when they are of use. */
    private static final Set<Integer> PLACED = Set.of(
            4, 6, 7, 8, 11, 12, 27, 28, 58, 150, 151, 152, 153, 154, 155, 156, 157, 225, 226, 227, 228, 243, 281, 282);

    private static final Set<Integer> TIMES = Set.of(150, 151, 152, 153, 154, 155, 156, 157);
    /**
     * Bytes and packets sent, bytes and packets returned: the first that is there counts. Initiator and responder (RFC 5103's
     * biflows by other names) before deltas, deltas before totals, what came in before what went out.
     */
    private static final long[][] COUNTERS = {
        {231, 1, 85, 23}, {298, 2, 86, 24}, {232, reverse(1), reverse(85)}, {299, reverse(2), reverse(86)}
    };

    private static final int END_UPTIME = 21;
    private static final int START_UPTIME = 22;
    /** Nothing but filling. */
    private static final int PADDING = 210;

    private final Observation.Observer observer;
    private final SensorCounters counters;
    private final NetworkFields networks = new NetworkFields();
    private final RecordId ids = new RecordId();

    RecordMapper(Observation.Observer observer, SensorCounters counters) {
        this.observer = observer;
        this.counters = counters;
    }

    /**
     * @param place of the record in its message, in bytes
     * @return null when the record does not name both ends, and so is no flow between two
     */
    Observation map(ExportMessage message, Exporter exporter, Values values, int place) {
        FlowRecord flow = new FlowRecord();
        flow.source = address(values, 8, 27);
        flow.destination = address(values, 12, 28);
        if (flow.source == null || flow.destination == null) {
            return null;
        }
        flow.protocol = (int) values.unsigned(values.last(4));
        flow.sourcePort = port(values, 7);
        flow.destinationPort = port(values, 11);
        flow.tcpFlags = port(values, 6);
        flow.vlan = (int) values.first(243, 58);
        flow.vlan = flow.vlan > MAX_VLAN ? (int) FlowRecord.NONE : flow.vlan;
        translation(values, flow);
        Decisions.read(values, flow);
        boolean timed = times(message, exporter, values, flow);
        double interval = exporter.sampling.of(values);
        count(values, interval, flow);
        flow.field("exporter", message.exporter().address());
        flow.field("export_version", Integer.toString(message.exporter().version()));
        flow.field("observation_domain", Long.toString(message.exporter().domain()));
        if (interval != 1) {
            flow.field("sampling_interval", interval == Sampling.UNKNOWN ? "unknown" : number(interval));
        }
        rest(values, interval, timed, flow);
        String id = ids.of(
                "netflow", message.exporter().address(), message.identity(), Integer.toString(place), values.hex());
        return flow.observation(
                id, new FlowLogOrigin(observer, message.exporter().address(), null, time(message)), networks);
    }

    /** Where a record has several, that of the innermost packet. */
    private static IpAddress address(Values values, long four, long six) {
        int at4 = values.last(four);
        int at6 = values.last(six);
        IpAddress v4 = values.address(at4);
        IpAddress v6 = values.address(at6);
        if (v4 == null || v6 == null) {
            return v4 == null ? v6 : v4;
        }
        if (v4.isUnspecified() || v6.isUnspecified()) {
            return v4.isUnspecified() ? v6 : v4;
        }
        return at4 > at6 ? v4 : v6;
    }

    private static int port(Values values, long key) {
        long value = values.unsigned(values.last(key));
        return value > MAX_PORT ? (int) FlowRecord.NONE : (int) value;
    }

    /** Firewalls of Cisco name what is behind a translation by numbers of their own. */
    private static void translation(Values values, FlowRecord flow) {
        flow.sourceNat = first(values, 225, 281, 40_001);
        flow.destinationNat = first(values, 226, 282, 40_002);
        flow.sourceNatPort = (int) Math.min(MAX_PORT, values.first(227, 40_003));
        flow.destinationNatPort = (int) Math.min(MAX_PORT, values.first(228, 40_004));
    }

    private static IpAddress first(Values values, long... keys) {
        for (long key : keys) {
            IpAddress address = values.address(key);
            if (address != null && !address.isUnspecified()) {
                return address;
            }
        }
        return null;
    }

    /** What the source sent, and where the record counts both ways what came back. */
    private static void count(Values values, double interval, FlowRecord flow) {
        flow.bytes = times(values.first(COUNTERS[0]), interval);
        flow.packets = times(values.first(COUNTERS[1]), interval);
        flow.returnBytes = times(values.first(COUNTERS[2]), interval);
        flow.returnPackets = times(values.first(COUNTERS[3]), interval);
    }

    private static long reverse(int id) {
        return Elements.key(Elements.REVERSE, id);
    }

    private static long times(long count, double interval) {
        return count < 0 || interval <= 1 ? count : Math.round(count * interval);
    }

    /** @return whether they could be believed */
    private boolean times(ExportMessage message, Exporter exporter, Values values, FlowRecord flow) {
        flow.start = start(message, exporter, values);
        flow.end = end(message, exporter, values);
        if (flow.start == null && flow.end == null) {
            flow.time = observed(values);
        }
        Instant latest = message.received().plus(MAX_AHEAD);
        if (isAfter(flow.start, latest) || isAfter(flow.end, latest) || isAfter(flow.time, latest)) {
            counters.increment(SensorCounter.FLOW_EXPORT_RECORDS_BAD_TIME);
            flow.start = null;
            flow.end = null;
            flow.time = null;
            return false;
        }
        if (isAfter(flow.start, flow.end)) {
            flow.start = null;
            return false;
        }
        return true;
    }

    private static boolean isAfter(Instant time, Instant limit) {
        return time != null && limit != null && time.isAfter(limit);
    }

    private static Instant start(ExportMessage message, Exporter exporter, Values values) {
        Instant start = firstTime(values, 152, 154, 156, 150);
        if (start == null && values.first(158) >= 0) {
            start = message.time().minusNanos(values.first(158) * 1_000);
        }
        return start != null ? start : uptime(message, exporter, values, START_UPTIME);
    }

    private static Instant end(ExportMessage message, Exporter exporter, Values values) {
        Instant end = firstTime(values, 153, 155, 157, 151);
        if (end == null && values.first(159) >= 0) {
            end = message.time().minusNanos(values.first(159) * 1_000);
        }
        if (end == null) {
            end = uptime(message, exporter, values, END_UPTIME);
        }
        return end;
    }

    private static Instant uptime(ExportMessage message, Exporter exporter, Values values, int id) {
        long uptime = values.first(id);
        long ownBoot = values.first(160);
        long boot =
                ownBoot > 0 ? ownBoot : message.bootMs() != ExportMessage.UNKNOWN ? message.bootMs() : exporter.bootMs;
        return uptime < 0 ? null : message.atUptime(uptime, boot);
    }

    /** When an event was observed, of records that are about one moment. */
    private static Instant observed(Values values) {
        return firstTime(values, 323, 324, 325, 322);
    }

    private static Instant firstTime(Values values, long... keys) {
        for (long key : keys) {
            Instant time = values.time(key);
            if (time != null) {
                return time;
            }
        }
        return null;
    }

    private static Instant time(ExportMessage message) {
        return message.time().isAfter(message.received().plus(MAX_AHEAD)) ? message.received() : message.time();
    }

    private static void rest(Values values, double interval, boolean timed, FlowRecord flow) {
        for (int i = 0; i < values.fields().size(); i++) {
            Template.Field field = values.fields().get(i);
            long key = field.key();
            boolean placed = isPlaced(key, timed, flow) || interval == 1 && isCounted(values, key);
            if (key == 61) {
                flow.field(field.element().name(), direction(values.first(key)));
            } else if (!placed && key != PADDING) {
                flow.field(field.element().name(), values.text(i));
            }
        }
    }

    private static boolean isPlaced(long key, boolean timed, FlowRecord flow) {
        if (key == START_UPTIME && flow.start != null || key == END_UPTIME && flow.end != null) {
            return true;
        }
        return Elements.enterprise(key) == 0 && PLACED.contains((int) key) && (timed || !TIMES.contains((int) key));
    }

    /** Whether it stands in source's or destination's counters as it is. */
    private static boolean isCounted(Values values, long key) {
        for (long[] counter : COUNTERS) {
            for (long element : counter) {
                if (values.first(element) >= 0) {
                    if (element == key) {
                        return true;
                    }
                    break;
                }
            }
        }
        return false;
    }

    private static String direction(long value) {
        return value == 0 ? "ingress" : value == 1 ? "egress" : Long.toString(value);
    }

    private static String number(double interval) {
        return interval == Math.rint(interval) ? Long.toString((long) interval) : Double.toString(interval);
    }
}
