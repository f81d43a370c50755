package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.RefusedRecord;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A decoder and what it made of packets. */
final class Collected implements FlowLogSink {
    static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");
    static final String EXPORTER = "192.0.2.7";

    final SensorCounters counters = new SensorCounters();
    final NetflowDecoder decoder = new NetflowDecoder(new Observation.Observer("sensor-1", "sensor", null), counters);
    final List<Observation> flows = new ArrayList<>();
    final List<Observation> gaps = new ArrayList<>();
    final List<RefusedRecord> refused = new ArrayList<>();
    Instant now = NOW;

    Collected packets(byte[]... packets) {
        for (byte[] packet : packets) {
            decoder.decode(packet, EXPORTER, now, this);
        }
        return this;
    }

    /** Some time passes. */
    Collected after(long seconds) {
        now = now.plusSeconds(seconds);
        return this;
    }

    @Override
    public void accept(Observation observation) {
        (observation.event().action().equals(Actions.FLOW_LOG_GAP) ? gaps : flows).add(observation);
    }

    @Override
    public void refuse(RefusedRecord record) {
        refused.add(record);
    }

    long count(SensorCounter counter) {
        return counters.get(counter);
    }

    /** Data records of all kinds. */
    long records() {
        return count(SensorCounter.FLOW_EXPORT_RECORDS_FLOW)
                + count(SensorCounter.FLOW_EXPORT_RECORDS_OPTIONS)
                + count(SensorCounter.FLOW_EXPORT_RECORDS_NO_ADDRESS);
    }

    Observation only() {
        if (flows.size() != 1) {
            throw new AssertionError("expected one flow, got " + flows.size());
        }
        return flows.get(0);
    }

    static String field(Observation flow, String name) {
        return flow.plainsight().flow().fields().get(name);
    }
}
