package io.plainsight.sensor;

import io.plainsight.sensor.decode.LinkType;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.nio.ByteBuffer;
import java.util.List;

/** The whole packet path with every protocol, without a source; stands in this package since the list of protocols does. */
public final class BenchedPipeline {
    private final SensorPipeline pipeline;

    public BenchedPipeline(ObservationSink sink) {
        SensorSettings settings = SensorSettings.defaults("bench");
        SensorCounters counters = new SensorCounters();
        pipeline = new SensorPipeline(settings, new Protocols(counters, settings.trustRoots()).all(), sink, counters);
    }

    public void onFrame(ByteBuffer frame, long timestampNs) {
        pipeline.onPacket(frame, 0, frame.capacity(), frame.capacity(), timestampNs, LinkType.ETHERNET);
    }

    /** Ends every connection. */
    public void end() {
        pipeline.end();
    }

    /** Frames where a source would leave them. */
    public static ByteBuffer[] direct(List<byte[]> frames) {
        return frames.stream()
                .map(frame -> ByteBuffer.allocateDirect(frame.length).put(0, frame))
                .toArray(ByteBuffer[]::new);
    }
}
