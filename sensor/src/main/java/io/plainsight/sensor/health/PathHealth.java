package io.plainsight.sensor.health;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;

/**
 * The health of one packet path: when it lost packets, and how overloaded it is. Looks at both ten times a second of packet
 * time and tells whoever wants to know that time goes on.
 *
 * <p><b>Threading:</b> the path's thread. <b>Cost:</b> one subtraction and two comparisons per packet.
 */
public final class PathHealth {
    private static final long CHECK_INTERVAL_NS = 100_000_000L;

    /** Hears of packet time. */
    @FunctionalInterface
    public interface Ticks {
        /** Time went on, by a tenth of a second or more. */
        void onTick(long nowNs);
    }

    private final SensorCounters counters;
    private final LossHistory losses = new LossHistory();
    private final OverloadPolicy overload;
    private final Ticks ticks;
    private long samplingRate = 1;
    private long checkedNs = Long.MIN_VALUE;
    private long latestNs = Long.MIN_VALUE;

    public PathHealth(SensorCounters counters, Ticks ticks) {
        this.counters = counters;
        this.ticks = ticks;
        overload = new OverloadPolicy(counters);
    }

    public LossHistory losses() {
        return losses;
    }

    public OverloadPolicy overload() {
        return overload;
    }

    /** Packets taken by the path so far. */
    public long packets() {
        return counters.get(SensorCounter.PACKETS);
    }

    /** Packet time is {@code nowNs}; called for every packet. */
    public void advance(long nowNs) {
        latestNs = nowNs;
        // what stands out of order by a little is within the interval; a clock that was set back is not
        if (checkedNs == Long.MIN_VALUE || Math.abs(nowNs - checkedNs) >= CHECK_INTERVAL_NS) {
            checkedNs = nowNs;
            losses.mark(nowNs, packets());
            overload.check(nowNs);
            ticks.onTick(nowNs);
        }
    }

    /** No packet waits; packet time goes on without them. */
    public void idle(long nowNs) {
        losses.drained(nowNs);
        advance(nowNs);
    }

    /** Packets were lost; see {@link io.plainsight.sensor.capture.PacketHandler#onLoss}. */
    public void onLoss(long nowNs, long byKernel, long byInterface) {
        losses.lost(nowNs, byKernel + byInterface);
        if (byKernel > 0) {
            overload.onLoss();
        }
    }

    /** See {@link io.plainsight.sensor.capture.PacketHandler#onSampling}; nothing follows from what was left out. */
    public void onSampling(long nowNs, long leftOut, long oneOf) {
        losses.lost(nowNs, leftOut);
        samplingRate = Math.max(samplingRate, oneOf);
    }

    /** Packets of which one was taken, by the coarsest sampling so far; 1 where all are. */
    public long samplingRate() {
        return samplingRate;
    }

    /** See {@link io.plainsight.sensor.capture.PacketHandler#onPressure}. */
    public void onPressure(double share) {
        overload.onPressure(share);
        if (share == 0 && latestNs != Long.MIN_VALUE) {
            losses.drained(latestNs);
        }
    }

    /** Forgets everything but the counts. */
    public void clear() {
        checkedNs = Long.MIN_VALUE;
        latestNs = Long.MIN_VALUE;
        losses.clear();
        samplingRate = 1;
        overload.clear();
    }
}
