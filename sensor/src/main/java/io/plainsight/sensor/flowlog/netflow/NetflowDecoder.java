package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.events.Observation;
import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.RowProblem;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads export packets of NetFlow 5, NetFlow 9 (RFC 3954) and IPFIX over UDP (RFC 7011).
 *
 * <p>What is damaged is counted and given to {@link FlowLogSink#refuse}, after everything readable before it was delivered;
 * nothing is thrown.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_EXPORTERS} exporters, {@link Templates}, {@link HeldSets}; what exceeds them is
 * counted.
 */
public final class NetflowDecoder {
    static final int MAX_EXPORTERS = 2_048;
    private static final int IPFIX_HEADER_LENGTH = 16;
    private static final int V9_HEADER_LENGTH = 20;
    private static final int IPFIX = 10;
    /** Of what is no flow export at all, and may be anything. */
    private static final int SHOWN_BYTES = 32;

    private static final long FIRST_BELIEVED_SECOND = 86_400;

    private final SensorCounters counters;
    private final LossReporter losses;
    private final SetReader sets;
    private final Template v5;
    private final Map<ExporterKey, Exporter> exporters = new LinkedHashMap<>(16, 0.75f, true);
    private long packets;

    /** @param counters of the calling thread alone */
    public NetflowDecoder(Observation.Observer observer, SensorCounters counters) {
        this.counters = counters;
        Elements elements = Elements.load();
        losses = new LossReporter(observer, counters);
        sets = new SetReader(elements, new RecordMapper(observer, counters), counters);
        v5 = V5.template(elements);
    }

    /**
     * Reads one packet.
     *
     * @param exporter address of the sender, as text
     * @param received when it came
     * @return the version: 5, 9 or 10; 0 when it is none of them
     */
    public int decode(byte[] packet, String exporter, Instant received, FlowLogSink sink) {
        packets++;
        ByteCursor in = new ByteCursor().wrap(packet);
        int version = in.u16();
        String problem =
                switch (version) {
                    case 5 -> readV5(packet, in, exporter, received, sink);
                    case 9 -> readV9(packet, in, exporter, received, sink);
                    case IPFIX -> readIpfix(packet, in, exporter, received, sink);
                    default -> "no NetFlow 5, NetFlow 9 or IPFIX: version " + version;
                };
        boolean known = version == 5 || version == 9 || version == IPFIX;
        if (problem != null) {
            counters.increment(
                    known ? SensorCounter.FLOW_EXPORT_REFUSED_MALFORMED : SensorCounter.FLOW_EXPORT_REFUSED_VERSION);
            int shown = known ? RefusedRecord.MAX_RAW_CHARS / 2 : SHOWN_BYTES;
            String raw = HexFormat.of().formatHex(packet, 0, Math.min(packet.length, shown));
            sink.refuse(
                    new RefusedRecord(RowProblem.EXPORT_PACKET, "flow exporter " + exporter, packets, problem, raw));
        }
        return known ? version : 0;
    }

    private String readV5(byte[] packet, ByteCursor in, String address, Instant received, FlowLogSink sink) {
        int count = in.u16();
        long uptime = in.u32();
        long seconds = in.u32();
        long nanoseconds = in.u32();
        long sequence = in.u32();
        int engine = in.u16();
        int interval = in.u16() & V5.SAMPLING_INTERVAL_MASK;
        if (!in.ok()) {
            return "a header of NetFlow 5 that breaks off";
        }
        int fitting = in.remaining() / V5.RECORD_LENGTH;
        if (count > V5.MAX_RECORDS && count > fitting) {
            return "a count of " + count + " records where " + fitting + " fit";
        }
        counters.increment(SensorCounter.FLOW_EXPORT_PACKETS_V5);
        Exporter exporter = exporter(new ExporterKey(address, 5, engine), sink);
        exporter.sampling.onHeader(interval);
        Instant time = time(seconds, nanoseconds, received);
        ExportMessage message =
                message(exporter, packet, V5.HEADER_LENGTH, time, received, time.toEpochMilli() - uptime, sequence);
        int length = Math.min(count, fitting) * V5.RECORD_LENGTH;
        ByteCursor records = new ByteCursor();
        in.slice(length, records);
        sets.records(message, exporter, v5, records.toArray(), V5.HEADER_LENGTH, sink);
        after(exporter, message, count, sink);
        return count > fitting ? "a packet of " + fitting + " records that should have " + count : null;
    }

    private String readV9(byte[] packet, ByteCursor in, String address, Instant received, FlowLogSink sink) {
        int count = in.u16();
        long uptime = in.u32();
        long seconds = in.u32();
        long sequence = in.u32();
        long source = in.u32();
        if (!in.ok()) {
            return "a header of NetFlow 9 that breaks off";
        }
        counters.increment(SensorCounter.FLOW_EXPORT_PACKETS_V9);
        Exporter exporter = exporter(new ExporterKey(address, 9, source), sink);
        if (exporter.onUptime(uptime)) {
            sets.forget(exporter.key);
        }
        Instant time = time(seconds, 0, received);
        ExportMessage message =
                message(exporter, packet, V9_HEADER_LENGTH, time, received, time.toEpochMilli() - uptime, sequence);
        String problem = sets.read(message, exporter, in, sink);
        after(exporter, message, count, sink);
        return problem;
    }

    private String readIpfix(byte[] packet, ByteCursor in, String address, Instant received, FlowLogSink sink) {
        int length = in.u16();
        long seconds = in.u32();
        long sequence = in.u32();
        long domain = in.u32();
        if (!in.ok() || length < IPFIX_HEADER_LENGTH) {
            return "a header of IPFIX that breaks off, or gives no length";
        }
        counters.increment(SensorCounter.FLOW_EXPORT_PACKETS_IPFIX);
        Exporter exporter = exporter(new ExporterKey(address, IPFIX, domain), sink);
        Instant time = time(seconds, 0, received);
        ExportMessage message =
                message(exporter, packet, IPFIX_HEADER_LENGTH, time, received, ExportMessage.UNKNOWN, sequence);
        ByteCursor content = new ByteCursor();
        in.slice(Math.min(length - IPFIX_HEADER_LENGTH, in.remaining()), content);
        String problem = sets.read(message, exporter, content, sink);
        after(exporter, message, sets.recordsRead(), sink);
        return problem != null || length <= packet.length
                ? problem
                : "a message of " + packet.length + " bytes that should have " + length;
    }

    private void after(Exporter exporter, ExportMessage message, int records, FlowLogSink sink) {
        exporter.sequence.onPacket(message.sequence(), records);
        losses.onPacket(exporter, message, sink);
    }

    private static ExportMessage message(
            Exporter exporter, byte[] packet, int header, Instant time, Instant received, long bootMs, long sequence) {
        String identity = HexFormat.of().formatHex(packet, 0, header);
        return new ExportMessage(exporter.key, identity, time, received, bootMs, sequence);
    }

    /** A device that was never told the time counts from 1970; then ours has to do. */
    private static Instant time(long seconds, long nanoseconds, Instant received) {
        return seconds < FIRST_BELIEVED_SECOND
                ? received
                : Instant.ofEpochSecond(seconds, Math.min(nanoseconds, 999_999_999));
    }

    private Exporter exporter(ExporterKey key, FlowLogSink sink) {
        Exporter exporter = exporters.computeIfAbsent(key, unused -> new Exporter(key, counters));
        if (exporters.size() > MAX_EXPORTERS) {
            Exporter eldest = exporters.values().iterator().next();
            exporters.remove(eldest.key);
            losses.tell(eldest, eldest.lossSince, sink);
            counters.increment(SensorCounter.FLOW_EXPORT_EXPORTERS_EVICTED);
        }
        return exporter;
    }

    /** Tells what is known to be lost and not told yet; nothing more will come. */
    public void end(Instant now, FlowLogSink sink) {
        exporters.values().forEach(exporter -> losses.tell(exporter, now, sink));
    }

    int exportersKnown() {
        return exporters.size();
    }

    SetReader sets() {
        return sets;
    }
}
