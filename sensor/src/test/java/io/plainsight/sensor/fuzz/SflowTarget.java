package io.plainsight.sensor.fuzz;

import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.sflow.SflowDatagrams;
import io.plainsight.sensor.sflow.SflowDecoder;
import java.nio.ByteBuffer;
import java.util.List;

/** One sFlow datagram after the other to a decoder that goes on; what it hands on lies inside the datagram. */
public final class SflowTarget {
    private static byte[] current = {};
    private static final SflowDecoder DECODER = new SflowDecoder(new Checked(), new SensorCounters());

    private SflowTarget() {}

    static byte[] seed(List<byte[]> frames) {
        SflowDatagrams datagram = SflowDatagrams.sflow().cutAt(128).counters().headerless();
        for (int i = 0; i < frames.size(); i++) {
            if (i == 1) {
                datagram.expanded();
            }
            datagram.packet(frames.get(i));
        }
        return datagram.bytes();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        current = input;
        DECODER.decode(input, "192.0.2.7", 1_800_000_000_000_000_000L);
    }

    private static final class Checked implements PacketHandler {
        @Override
        public void onPacket(
                ByteBuffer buffer, int offset, int captured, int original, long timestampNs, int linkType) {
            Invariants.check(
                    captured >= 0 && offset >= 0 && offset + captured <= current.length,
                    "a packet outside its datagram");
            Invariants.check(original >= captured, "more captured than sent");
        }

        @Override
        public void onSampling(long nowNs, long leftOut, long oneOf) {
            Invariants.check(leftOut > 0 && oneOf > 0, "nothing left out");
        }
    }
}
