package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Instant;

/** What is known of one exporter, beside its templates. One thread. */
final class Exporter {
    /** So much may uptimes differ between packets that overtook each other. */
    private static final int UPTIME_JITTER_MS = 60_000;

    final ExporterKey key;
    final Sampling sampling = new Sampling();
    final SequenceTracker sequence;
    /** Unix milliseconds, as options told (element 160); {@link ExportMessage#UNKNOWN} before. */
    long bootMs = ExportMessage.UNKNOWN;
    /** When loss was first noticed that is not told yet; null without. */
    Instant lossSince;
    /** When loss was told last; null before. */
    Instant lossTold;
    /** The last packet before the loss, by the exporter's clock. */
    Instant lastTime;

    Instant lossStart;
    private long uptime = -1;

    Exporter(ExporterKey key, SensorCounters counters) {
        this.key = key;
        this.sequence = new SequenceTracker(key.version(), counters);
    }

    /** @return whether it was started anew since the last packet (RFC 3954 section 9: its templates are void then) */
    boolean onUptime(long uptimeMs) {
        boolean restarted = uptime >= 0 && (int) (uptimeMs - uptime) < -UPTIME_JITTER_MS;
        uptime = uptimeMs;
        return restarted;
    }
}
