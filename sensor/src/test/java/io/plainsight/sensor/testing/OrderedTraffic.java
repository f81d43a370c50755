package io.plainsight.sensor.testing;

import com.sun.management.ThreadMXBean;
import io.plainsight.sensor.SensorPipeline;
import io.plainsight.sensor.decode.Packet;
import java.lang.management.ManagementFactory;

/** Ordered packets of both ends of one connection, and what this thread allocates while a pipeline takes them. */
public final class OrderedTraffic {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final SensorPipeline pipeline;
    private final Packet request;
    private final Packet response;

    /** The packets are sent again and again, each with the next sequence number and a nanosecond later. */
    public OrderedTraffic(SensorPipeline pipeline, Packet request, Packet response) {
        this.pipeline = pipeline;
        this.request = request;
        this.response = response;
    }

    /** @return bytes allocated by {@code count} packets from each end */
    public long allocatedBy(int count) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < count; i++) {
            send(request);
            send(response);
        }
        return threads.getCurrentThreadAllocatedBytes() - before;
    }

    private void send(Packet packet) {
        pipeline.onDecoded(packet);
        packet.sequenceNumber += packet.payloadLength;
        packet.timestampNs++;
    }
}
