package io.plainsight.stream.detection.sensorhealth;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What is remembered of one sensor and interface. Immutable.
 *
 * @param name {@code name/interface}
 * @param heard packet time of its last record
 * @param record id of that record
 * @param heardMs wall clock when it came
 * @param stopped whether it said that it was the last one
 * @param recent figures of the records within the last minute
 * @param open what is wrong now, by cause
 * @param packets all that it took
 * @param packetsUntil latest record with packets, or without an interface; null before
 */
record SensorMemory(
        String name,
        Instant heard,
        String record,
        long heardMs,
        boolean stopped,
        List<Figures> recent,
        Map<HealthCause, Trouble> open,
        long packets,
        Instant packetsUntil) {
    /** How far back losses are judged: long enough that a burst of a second is no alert, short enough to act on. */
    static final Duration WINDOW = Duration.ofSeconds(60);

    SensorMemory {
        // absent in JSON where empty
        recent = recent == null ? List.of() : recent;
        open = open == null ? Map.of() : open;
    }

    static SensorMemory of(String name) {
        return new SensorMemory(name, null, null, 0, false, null, null, 0, null);
    }

    /**
     * What one record told.
     *
     * @param absentSeconds without the interface
     * @param bothWays TCP connections with payload that ended, with both directions seen
     * @param oneWay those with one
     * @param lateSeconds how long after its own time it came; negative when before that time, 0 where nobody can tell
     */
    record Figures(
            Instant end,
            long packets,
            long connections,
            Map<String, Long> lost,
            int overloadLevel,
            long absentSeconds,
            long bothWays,
            long oneWay,
            long lateSeconds) {
        Figures {
            lost = lost == null ? Map.of() : lost;
        }

        long lost(List<String> reasons) {
            return reasons.stream()
                    .mapToLong(reason -> lost.getOrDefault(reason, 0L))
                    .sum();
        }
    }

    /**
     * A cause that is not gone yet.
     *
     * @param since first record by which it was bad
     * @param last latest record that brought more of it while it was bad
     * @param lost all that was lost by it since
     */
    record Trouble(Instant since, Instant last, long lost) {}

    /** Whether the record came before, or is older than what came. */
    boolean knows(Instant end, String id) {
        return heard != null && (end.isBefore(heard) || id.equals(record));
    }

    SensorMemory heard(Figures figures, String id, long nowMs, boolean last) {
        List<Figures> next = new ArrayList<>();
        Instant from = figures.end().minus(WINDOW);
        recent.stream().filter(old -> old.end().isAfter(from)).forEach(next::add);
        next.add(figures);
        boolean quiet = figures.packets() == 0 && figures.absentSeconds() == 0;
        return new SensorMemory(
                name,
                figures.end(),
                id,
                nowMs,
                last,
                List.copyOf(next),
                open,
                packets + figures.packets(),
                quiet ? packetsUntil : figures.end());
    }

    /** For how long the interface has been there without a packet. */
    Duration dark() {
        return packetsUntil == null ? Duration.ZERO : Duration.between(packetsUntil, heard);
    }

    SensorMemory with(HealthCause cause, Trouble trouble) {
        Map<HealthCause, Trouble> next = new LinkedHashMap<>(open);
        next.put(cause, trouble);
        return open(next);
    }

    SensorMemory without(HealthCause cause) {
        Map<HealthCause, Trouble> next = new LinkedHashMap<>(open);
        next.remove(cause);
        return open(next);
    }

    private SensorMemory open(Map<HealthCause, Trouble> next) {
        return new SensorMemory(name, heard, record, heardMs, stopped, recent, next, packets, packetsUntil);
    }

    boolean isSilent() {
        return open.containsKey(HealthCause.SILENT);
    }
}
