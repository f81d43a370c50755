package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.events.ObservationPlainsightBuilder;
import io.plainsight.events.Protection;
import io.plainsight.events.Reasons;
import io.plainsight.sensor.flowlog.FlowLogSink;
import io.plainsight.sensor.flowlog.RecordId;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells what was lost on the way as {@code flow_log_gap}: not before packets that are only late had time to come, and seldom.
 *
 * <p><b>Threading:</b> one thread.
 */
final class LossReporter {
    static final Duration PATIENCE = Duration.ofSeconds(10);
    static final Duration AT_MOST_EVERY = Duration.ofMinutes(1);

    private final Observation.Observer observer;
    private final SensorCounters counters;
    private final RecordId ids = new RecordId();

    LossReporter(Observation.Observer observer, SensorCounters counters) {
        this.observer = observer;
        this.counters = counters;
    }

    /** A packet has come and was counted. */
    void onPacket(Exporter exporter, ExportMessage message, FlowLogSink sink) {
        if (!exporter.sequence.isMissing()) {
            exporter.lossSince = null;
        } else if (exporter.lossSince == null) {
            exporter.lossSince = message.received();
            exporter.lossStart = exporter.lastTime;
        }
        exporter.lastTime = message.time();
        if (exporter.lossSince != null
                && !message.received().isBefore(exporter.lossSince.plus(PATIENCE))
                && (exporter.lossTold == null || !message.received().isBefore(exporter.lossTold.plus(AT_MOST_EVERY)))) {
            tell(exporter, message.received(), sink);
        }
    }

    /** Tells what is not told yet. */
    void tell(Exporter exporter, Instant received, FlowLogSink sink) {
        long lost = exporter.sequence.takeMissing();
        exporter.lossSince = null;
        if (lost == 0) {
            return;
        }
        exporter.lossTold = received;
        String unit = exporter.sequence.unit().text;
        counters.add(counter(exporter.sequence.unit()), lost);
        Instant end = exporter.lastTime.isAfter(received) ? received : exporter.lastTime;
        Map<String, String> fields = new LinkedHashMap<>();
        fields.put("exporter", exporter.key.address());
        fields.put("export_version", Integer.toString(exporter.key.version()));
        fields.put("observation_domain", Long.toString(exporter.key.domain()));
        fields.put("lost", Long.toString(lost));
        fields.put("lost_unit", unit);
        String id = ids.of(
                "netflow-loss", exporter.key.toString(), Long.toString(exporter.sequence.next()), end.toString());
        sink.accept(new Observation(
                end,
                new Observation.Event(
                        id,
                        Actions.FLOW_LOG_GAP,
                        null,
                        "event",
                        List.of("network"),
                        List.of("info"),
                        exporter.lossStart == null || exporter.lossStart.isAfter(end) ? end : exporter.lossStart,
                        end),
                observer,
                null,
                null,
                null,
                null,
                null,
                null,
                ObservationPlainsightBuilder.builder()
                        .protection(Protection.UNKNOWN)
                        .reasons(List.of(new Observation.Reason(
                                Reasons.FLOW_LOG_ONLY,
                                List.of(),
                                lost + " " + unit + " of flow exporter " + exporter.key.address()
                                        + " were lost on the way; connections of this time may be missing")))
                        .flow(new Observation.Flow("LOST", null, null, null, null, fields))
                        .build()));
    }

    private static SensorCounter counter(SequenceTracker.Unit unit) {
        return switch (unit) {
            case FLOWS -> SensorCounter.FLOW_EXPORT_LOST_FLOWS;
            case PACKETS, PACKETS_PERHAPS -> SensorCounter.FLOW_EXPORT_LOST_PACKETS;
            case RECORDS -> SensorCounter.FLOW_EXPORT_LOST_RECORDS;
        };
    }
}
