package io.plainsight.sensor.sflow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.decode.LinkType;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;

/**
 * Reads sFlow version 5 (sflow.org, "sFlow Version 5", July 2004, section 5) and hands on the sampled headers. Counter samples and
 * what other vendors define are counted and passed over.
 *
 * <p>Of what an exporter left out by its sampling, {@link PacketHandler#onSampling} hears before the packet that it chose; likewise
 * of samples that it dropped and of datagrams that never came.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@link Sequences}; nothing of a datagram is kept. <b>Errors:</b> a datagram that
 * breaks off is counted, and what stood before the break counts.
 */
public final class SflowDecoder {
    private static final int VERSION = 5;
    private static final int NO_ADDRESS = 0;
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;

    private static final int FLOW_SAMPLE = 1;
    private static final int COUNTERS_SAMPLE = 2;
    private static final int EXPANDED_FLOW_SAMPLE = 3;
    private static final int EXPANDED_COUNTERS_SAMPLE = 4;
    private static final int RAW_PACKET_HEADER = 1;

    /** {@code header_protocol} of a raw packet header. */
    private static final int ETHERNET_ISO88023 = 1;

    private static final int HEADER_IPV4 = 11;
    private static final int HEADER_IPV6 = 12;

    private static final int INDEX_BITS = 24;
    private static final int INDEX_MASK = (1 << INDEX_BITS) - 1;

    private final PacketHandler packets;
    private final SensorCounters counters;
    private final Sequences sequences = new Sequences();
    private final ByteCursor datagram = new ByteCursor();
    private final ByteCursor sample = new ByteCursor();
    private final ByteCursor record = new ByteCursor();

    /**
     * @param packets hears of what was sampled, in the time of its receipt: sFlow has none of its own
     * @param counters of the calling thread alone
     */
    public SflowDecoder(PacketHandler packets, SensorCounters counters) {
        this.packets = packets;
        this.counters = counters;
    }

    /**
     * Reads one datagram.
     *
     * @param exporter address of the sender
     * @param nowNs when it was received, nanoseconds since the Unix epoch
     */
    public void decode(byte[] payload, String exporter, long nowNs) {
        ByteCursor in = datagram.wrap(payload);
        if (in.u32() != VERSION || !in.ok()) {
            counters.increment(SensorCounter.SFLOW_REFUSED_VERSION);
            return;
        }
        long addressType = in.u32();
        if (addressType > IPV6) {
            counters.increment(SensorCounter.SFLOW_REFUSED_MALFORMED);
            return;
        }
        in.skip(addressType == NO_ADDRESS ? 0 : addressType == IPV4 ? 4 : 16);
        long subAgent = in.u32();
        long sequence = in.u32();
        in.skip(4); // uptime
        long samples = in.u32();
        if (!in.ok()) {
            counters.increment(SensorCounter.SFLOW_REFUSED_MALFORMED);
            return;
        }
        counters.increment(SensorCounter.SFLOW_DATAGRAMS);
        long missing = sequences.missing(exporter + '/' + subAgent, sequence);
        if (missing > 0) {
            counters.add(SensorCounter.SFLOW_LOST_DATAGRAMS, missing);
            packets.onSampling(nowNs, missing, 1);
        }
        for (long i = 0; i < samples; i++) {
            long format = in.u32();
            long length = in.u32();
            if (!in.ok() || length > in.remaining()) {
                counters.increment(SensorCounter.SFLOW_REFUSED_MALFORMED);
                return;
            }
            in.slice((int) length, sample);
            take(format, exporter + '/' + subAgent, nowNs);
        }
    }

    private void take(long format, String agent, long nowNs) {
        if (format == FLOW_SAMPLE || format == EXPANDED_FLOW_SAMPLE) {
            if (!flowSample(format == EXPANDED_FLOW_SAMPLE, agent, nowNs)) {
                counters.increment(SensorCounter.SFLOW_REFUSED_MALFORMED);
            }
        } else if (format == COUNTERS_SAMPLE || format == EXPANDED_COUNTERS_SAMPLE) {
            counters.increment(SensorCounter.SFLOW_SAMPLES_COUNTERS);
        } else {
            counters.increment(SensorCounter.SFLOW_SAMPLES_OTHER);
        }
    }

    /**
     * <pre>
     *   flow_sample:          sequence_number source_id(type:8 index:24) sampling_rate sample_pool drops input output records
     *   flow_sample_expanded: sequence_number source_id_type source_id_index sampling_rate sample_pool drops
     *                         input_format input_value output_format output_value records
     *   each record:          flow_format length data
     * </pre>
     *
     * @return whether it could be read to its end
     */
    private boolean flowSample(boolean expanded, String agent, long nowNs) {
        ByteCursor in = sample;
        in.skip(4);
        long source = in.u32();
        String origin = agent
                + '/'
                + (expanded ? source + ":" + in.u32() : (source >>> INDEX_BITS) + ":" + (source & INDEX_MASK));
        long samplingRate = in.u32();
        in.skip(4); // sample pool
        long drops = in.u32();
        in.skip(expanded ? 16 : 8);
        long records = in.u32();
        if (!in.ok()) {
            return false;
        }
        sampling(origin, samplingRate, drops, nowNs);
        boolean taken = false;
        for (long i = 0; i < records; i++) {
            long format = in.u32();
            long length = in.u32();
            if (!in.ok() || length > in.remaining()) {
                return false;
            }
            in.slice((int) length, record);
            if (format == RAW_PACKET_HEADER && !taken) {
                taken = true;
                if (!header(nowNs)) {
                    return false;
                }
            }
        }
        if (!taken) {
            counters.increment(SensorCounter.SFLOW_SAMPLES_NO_HEADER);
        }
        return true;
    }

    private void sampling(String origin, long samplingRate, long drops, long nowNs) {
        long dropped = sequences.more(origin, drops);
        if (dropped > 0) {
            counters.add(SensorCounter.SFLOW_LOST_SAMPLES, dropped);
        }
        long rate = Math.max(1, samplingRate);
        long leftOut = rate - 1 + dropped;
        if (leftOut > 0) {
            packets.onSampling(nowNs, leftOut, rate);
        }
    }

    /**
     * <pre>
     *   sampled_header: header_protocol frame_length stripped header_length header (padded to 4)
     * </pre>
     */
    private boolean header(long nowNs) {
        ByteCursor in = record;
        long protocol = in.u32();
        long frameLength = in.u32();
        in.skip(4); // bytes taken off before sampling, such as a checksum
        long length = in.u32();
        if (!in.ok() || length > in.remaining()) {
            return false;
        }
        int linkType = linkType(protocol);
        if (linkType < 0) {
            counters.increment(SensorCounter.SFLOW_SAMPLES_OTHER_LINK);
            return true;
        }
        counters.increment(SensorCounter.SFLOW_SAMPLES_PACKET);
        int original = (int) Math.min(Integer.MAX_VALUE, Math.max(frameLength, length));
        packets.onPacket(in.buffer(), in.position(), (int) length, original, nowNs, linkType);
        return true;
    }

    private static int linkType(long protocol) {
        return switch ((int) Math.min(protocol, Integer.MAX_VALUE)) {
            case ETHERNET_ISO88023 -> LinkType.ETHERNET;
            case HEADER_IPV4 -> LinkType.IPV4;
            case HEADER_IPV6 -> LinkType.IPV6;
            default -> -1;
        };
    }
}
