package io.plainsight.sensor.sflow;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Builds sFlow 5 datagrams as sflow.org's specification has them. */
public final class SflowDatagrams {
    private static final int MAX_BYTES = 60_000;

    private final List<byte[]> samples = new ArrayList<>();
    private int version = 5;
    private boolean ipv6;
    private int sequence = 1;
    private int samplingRate = 100;
    private int drops;
    private int headerProtocol = 1;
    private boolean expanded;
    private int cut = Integer.MAX_VALUE;

    private SflowDatagrams() {}

    public static SflowDatagrams sflow() {
        return new SflowDatagrams();
    }

    public SflowDatagrams version(int value) {
        version = value;
        return this;
    }

    public SflowDatagrams ofIpv6Agent() {
        ipv6 = true;
        return this;
    }

    public SflowDatagrams sequence(int value) {
        sequence = value;
        return this;
    }

    public SflowDatagrams samplingRate(int value) {
        samplingRate = value;
        return this;
    }

    public SflowDatagrams drops(int value) {
        drops = value;
        return this;
    }

    public SflowDatagrams expanded() {
        expanded = true;
        return this;
    }

    public SflowDatagrams headerProtocol(int value) {
        headerProtocol = value;
        return this;
    }

    /** Most bytes of a frame that are sampled. */
    public SflowDatagrams cutAt(int bytes) {
        cut = bytes;
        return this;
    }

    /** A flow sample with one raw packet header, behind a record of another kind. */
    public SflowDatagrams packet(byte[] frame) {
        ByteBuffer record = ByteBuffer.allocate(MAX_BYTES);
        int length = Math.min(cut, frame.length);
        record.putInt(headerProtocol).putInt(frame.length).putInt(4).putInt(length);
        record.put(frame, 0, length);
        record.position(record.position() + (4 - length % 4) % 4);
        return flowSample(new int[] {1001, 1}, new byte[][] {new byte[16], taken(record)});
    }

    /** A flow sample without a header: extended switch data alone. */
    public SflowDatagrams headerless() {
        return flowSample(new int[] {1001}, new byte[][] {new byte[16]});
    }

    public SflowDatagrams counters() {
        return sample(2, new byte[12]);
    }

    public SflowDatagrams sample(int format, byte[] data) {
        ByteBuffer sample = ByteBuffer.allocate(8 + data.length);
        samples.add(sample.putInt(format).putInt(data.length).put(data).array());
        return this;
    }

    private SflowDatagrams flowSample(int[] formats, byte[][] records) {
        ByteBuffer sample = ByteBuffer.allocate(MAX_BYTES);
        sample.putInt(7);
        if (expanded) {
            sample.putInt(0).putInt(3);
        } else {
            sample.putInt(3);
        }
        sample.putInt(samplingRate).putInt(100_000).putInt(drops);
        sample.position(sample.position() + (expanded ? 16 : 8));
        sample.putInt(records.length);
        for (int i = 0; i < records.length; i++) {
            sample.putInt(formats[i]).putInt(records[i].length).put(records[i]);
        }
        return sample(expanded ? 3 : 1, taken(sample));
    }

    public byte[] bytes() {
        ByteBuffer datagram = ByteBuffer.allocate(MAX_BYTES);
        datagram.putInt(version).putInt(ipv6 ? 2 : 1).put(new byte[ipv6 ? 16 : 4]);
        datagram.putInt(0).putInt(sequence).putInt(600_000).putInt(samples.size());
        samples.forEach(datagram::put);
        return taken(datagram);
    }

    private static byte[] taken(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }
}
