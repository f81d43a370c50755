package io.plainsight.sensor.flowlog.collector;

import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.CountingFlowLogs;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.flowlog.netflow.NetflowDecoder;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.time.Duration;
import java.time.Instant;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Decodes NetFlow and IPFIX and delivers observations. One thread. */
public final class NetflowHandler implements DatagramHandler, FlowLogSink {
    private static final Duration WARN_EVERY = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(NetflowHandler.class);

    private final ObservationSink sink;
    private final SensorCounters counters;
    private final CountingFlowLogs records;
    private final NetflowDecoder decoder;
    private Instant warned = Instant.MIN;
    private Instant now = Instant.MIN;
    private boolean delivering;

    /**
     * @param observerName {@code observer.name} of the observations; may be null
     * @param sink closed at the end
     * @param letters takes datagrams that cannot be read
     * @param counters of the calling thread alone
     */
    public NetflowHandler(String observerName, ObservationSink sink, DeadLetters letters, SensorCounters counters) {
        this.sink = sink;
        this.counters = counters;
        this.records = new CountingFlowLogs(sink, counters, letters);
        this.decoder = new NetflowDecoder(new Observation.Observer(observerName, "sensor", null), counters);
    }

    @Override
    public void onDatagram(byte[] payload, String exporter, Instant received) {
        now = received;
        try {
            decoder.decode(payload, exporter, received, this);
        } catch (RuntimeException e) {
            if (delivering) {
                throw e; // the sink's, not the datagram's
            }
            counters.increment(SensorCounter.FLOW_EXPORT_DROPPED_FAULT);
            warn("a datagram was given up through a fault: exporter=" + exporter, e);
        }
    }

    @Override
    public void onEnd(Instant end) {
        try (sink) {
            decoder.end(end, this);
            sink.flush();
        }
    }

    @Override
    public void accept(Observation observation) {
        delivering = true;
        records.accept(observation);
        delivering = false;
    }

    @Override
    public void refuse(RefusedRecord record) {
        records.refuse(record);
        warn("flow export that cannot be read: from=" + record.file() + " reason=" + record.detail(), null);
    }

    private void warn(String message, Throwable cause) {
        if (!now.isBefore(warned.equals(Instant.MIN) ? Instant.MIN : warned.plus(WARN_EVERY))) {
            warned = now;
            LOG.warn("{}; the metrics tell how often", message, cause);
        }
    }
}
