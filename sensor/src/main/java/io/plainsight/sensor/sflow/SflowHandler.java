package io.plainsight.sensor.sflow;

import io.plainsight.sensor.capture.PacketHandler;
import io.plainsight.sensor.flowlog.collector.DatagramHandler;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Instant;

/** Gives a collector's sFlow datagrams to a packet path. One thread. */
public final class SflowHandler implements DatagramHandler {
    private static final long NANOSECONDS_PER_SECOND = 1_000_000_000L;

    private final PacketHandler packets;
    private final SflowDecoder decoder;
    private final Runnable atEnd;

    /**
     * @param packets the path
     * @param counters of the calling thread alone
     * @param atEnd ends the path
     */
    public SflowHandler(PacketHandler packets, SensorCounters counters, Runnable atEnd) {
        this.packets = packets;
        this.decoder = new SflowDecoder(packets, counters);
        this.atEnd = atEnd;
    }

    @Override
    public void onDatagram(byte[] payload, String exporter, Instant received) {
        decoder.decode(payload, exporter, nanoseconds(received));
    }

    @Override
    public void onIdle(Instant now) {
        packets.onIdle(nanoseconds(now));
    }

    @Override
    public void onEnd(Instant now) {
        atEnd.run();
    }

    private static long nanoseconds(Instant time) {
        return time.getEpochSecond() * NANOSECONDS_PER_SECOND + time.getNano();
    }
}
