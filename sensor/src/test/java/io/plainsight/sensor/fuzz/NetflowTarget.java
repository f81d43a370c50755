package io.plainsight.sensor.fuzz;

import io.plainsight.events.Observation;
import io.plainsight.events.Protection;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.netflow.NetflowDecoder;
import io.plainsight.sensor.metrics.SensorCounters;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Arrays;

/** Flow-export packets of one exporter, each behind its length in two bytes, so that templates and data can meet. */
public final class NetflowTarget {
    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    private static final int LENGTH_BYTES = 2;

    private NetflowTarget() {}

    static byte[] seed(byte[] packet) {
        return ByteBuffer.allocate(LENGTH_BYTES + packet.length)
                .putShort((short) packet.length)
                .put(packet)
                .array();
    }

    public static void fuzzerTestOneInput(byte[] input) {
        NetflowDecoder decoder =
                new NetflowDecoder(new Observation.Observer("fuzz", "sensor", null), new SensorCounters());
        FlowLogSink sink = new Checked();
        int at = 0;
        while (at + LENGTH_BYTES <= input.length) {
            int length = (input[at] & 0xff) << 8 | input[at + 1] & 0xff;
            int end = Math.min(input.length, at + LENGTH_BYTES + length);
            decoder.decode(Arrays.copyOfRange(input, at + LENGTH_BYTES, end), "192.0.2.7", NOW, sink);
            at = end;
        }
        decoder.end(NOW, sink);
    }

    private static final class Checked implements FlowLogSink {
        @Override
        public void accept(Observation observation) {
            Invariants.hold(observation);
            Invariants.check(observation.plainsight().protection() == Protection.UNKNOWN, "a flow that is judged");
            Invariants.check(observation.timestamp().isBefore(NOW.plusSeconds(3_601)), "a flow out of the future");
        }

        @Override
        public void refuse(RefusedRecord record) {
            Invariants.check(!record.detail().isEmpty(), "refused without a reason");
        }
    }
}
