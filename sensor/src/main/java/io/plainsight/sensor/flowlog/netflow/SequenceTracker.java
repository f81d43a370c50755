package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Finds out what was lost on the way by the numbers of packets. What a number counts depends on the version: flows (v5),
 * packets (v9, RFC 3954 section 5.1) or data records (IPFIX, RFC 7011 section 3.1); some exporters count flows in v9 as well,
 * which is found out.
 *
 * <p>A packet that comes late fills its hole again. A jump back, or one too far ahead to be loss, is a new beginning.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_HOLES} holes.
 */
final class SequenceTracker {
    static final int MAX_HOLES = 64;
    /** Farther apart, two numbers have nothing to do with each other. */
    static final int MAX_JUMP = 1_000_000;
    /** So far behind, a packet may be late. */
    static final int MAX_LATE = 10_000;

    private static final int ENOUGH_SINGLE_STEPS = 2;

    private final SensorCounters counters;
    private final Deque<Hole> holes = new ArrayDeque<>();
    private Unit unit;
    private boolean started;
    private int expected;
    private int previous;
    private int previousCount;
    private int singleSteps;
    /** Whether the numbers may grow by less than what a packet holds. */
    private boolean loose;

    private long missing;

    /** What the numbers count. */
    enum Unit {
        FLOWS("flows"),
        PACKETS("packets"),
        RECORDS("records"),
        /** Packets by the standard, until the exporter shows otherwise. */
        PACKETS_PERHAPS("packets");

        final String text;

        Unit(String text) {
            this.text = text;
        }
    }

    /** Numbers that have not come. */
    private record Hole(int from, int length) {}

    SequenceTracker(int version, SensorCounters counters) {
        this.counters = counters;
        unit = version == 5 ? Unit.FLOWS : version == 9 ? Unit.PACKETS_PERHAPS : Unit.RECORDS;
    }

    Unit unit() {
        return unit;
    }

    /**
     * A packet has come.
     *
     * @param number 32 bits, as it stands in the header
     * @param records how many it holds; negative when that cannot be known
     */
    void onPacket(long number, int records) {
        int at = (int) number;
        if (started) {
            learnUnit(at);
        }
        int step = unit == Unit.PACKETS || unit == Unit.PACKETS_PERHAPS ? 1 : records;
        if (started) {
            int ahead = at - expected;
            if (ahead < 0 && ahead >= -MAX_LATE && !(loose && at - previous >= 0)) {
                fill(at, Math.max(1, step));
                return;
            }
            if (ahead < -MAX_LATE || ahead > MAX_JUMP) {
                counters.increment(SensorCounter.FLOW_EXPORT_RESTARTS);
            } else if (ahead > 0) {
                open(expected, ahead);
            }
        }
        started = step >= 0;
        expected = at + step;
        previous = at;
        previousCount = records;
    }

    /**
     * By the standard version 9 counts packets. Exporters that count something else go on by more than one and at most by what
     * the packet before held; some count fewer flows than they send, so of these only what lies beyond is missing.
     */
    private void learnUnit(int at) {
        if (unit != Unit.PACKETS_PERHAPS && !loose || previousCount <= 1) {
            return;
        }
        int step = at - previous;
        if (step == 1) {
            singleSteps++;
            if (singleSteps >= ENOUGH_SINGLE_STEPS) {
                unit = Unit.PACKETS;
                loose = false;
                expected = at;
            }
        } else if (step > 1) {
            singleSteps = 0;
            if (step <= previousCount && !loose) {
                unit = Unit.FLOWS;
                loose = true;
                expected = previous + previousCount;
            }
        }
    }

    private void open(int from, int count) {
        missing += count;
        keep(new Hole(from, count));
    }

    private void fill(int at, int count) {
        for (Hole hole : holes) {
            int inside = at - hole.from;
            if (inside >= 0 && inside < hole.length) {
                int filled = Math.min(count, hole.length - inside);
                holes.remove(hole);
                keep(new Hole(hole.from, inside));
                keep(new Hole(at + filled, hole.length - inside - filled));
                missing -= filled;
                counters.increment(SensorCounter.FLOW_EXPORT_REORDERED);
                return;
            }
        }
        counters.increment(SensorCounter.FLOW_EXPORT_DUPLICATES);
    }

    private void keep(Hole hole) {
        if (hole.length > 0) {
            holes.add(hole);
        }
        if (holes.size() > MAX_HOLES) {
            holes.remove();
        }
    }

    /** What is still missing since the last call; packets that come later than this stay lost. */
    long takeMissing() {
        long taken = missing;
        missing = 0;
        holes.clear();
        return taken;
    }

    /** The number that the next packet should have. */
    long next() {
        return Integer.toUnsignedLong(expected);
    }

    boolean isMissing() {
        return missing > 0;
    }
}
