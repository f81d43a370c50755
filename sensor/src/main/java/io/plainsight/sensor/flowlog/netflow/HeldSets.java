package io.plainsight.sensor.flowlog.netflow;

import io.plainsight.sensor.flowlog.netflow.Templates.TemplateKey;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Data sets whose template is not known yet, until it comes. What waits for longest makes room.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> {@value #MAX_SETS} sets with {@value #MAX_BYTES} bytes together, none for longer than
 * {@link #MAX_AGE}.
 */
final class HeldSets {
    static final int MAX_SETS = 1_024;
    static final int MAX_BYTES = 2 << 20;
    /** Exporters repeat templates every few minutes; RFC 7011 section 8.4 takes 10 minutes as the default. */
    static final Duration MAX_AGE = Duration.ofMinutes(20);

    private final SensorCounters counters;
    private final Map<TemplateKey, Deque<HeldSet>> byKey = new LinkedHashMap<>();
    private int sets;
    private int bytes;

    /**
     * One set.
     *
     * @param content behind the set's header
     * @param offset of the content in its message
     */
    record HeldSet(ExportMessage message, byte[] content, int offset) {}

    HeldSets(SensorCounters counters) {
        this.counters = counters;
    }

    void hold(TemplateKey key, HeldSet set) {
        expire(set.message().received());
        byKey.computeIfAbsent(key, unused -> new ArrayDeque<>()).add(set);
        sets++;
        bytes += set.content().length;
        counters.increment(SensorCounter.FLOW_EXPORT_SETS_HELD);
        while (sets > MAX_SETS || bytes > MAX_BYTES) {
            Iterator<Deque<HeldSet>> eldest = byKey.values().iterator();
            Deque<HeldSet> queue = eldest.next();
            drop(queue.remove());
            if (queue.isEmpty()) {
                eldest.remove();
            }
        }
    }

    /** What waited for a template, in the order in which it came; no longer held. */
    List<HeldSet> release(TemplateKey key) {
        Deque<HeldSet> released = byKey.remove(key);
        if (released == null) {
            return List.of();
        }
        for (HeldSet set : released) {
            sets--;
            bytes -= set.content().length;
            counters.increment(SensorCounter.FLOW_EXPORT_SETS_DECODED_LATE);
        }
        return List.copyOf(released);
    }

    /** Gives up what an exporter sent before it began anew. */
    void dropAll(ExporterKey exporter) {
        byKey.entrySet().removeIf(entry -> {
            boolean gone = entry.getKey().exporter().equals(exporter);
            if (gone) {
                entry.getValue().forEach(this::drop);
            }
            return gone;
        });
    }

    private void expire(Instant now) {
        Instant limit = now.minus(MAX_AGE);
        byKey.values().removeIf(queue -> {
            while (!queue.isEmpty() && queue.peek().message().received().isBefore(limit)) {
                drop(queue.remove());
            }
            return queue.isEmpty();
        });
    }

    private void drop(HeldSet set) {
        sets--;
        bytes -= set.content().length;
        counters.increment(SensorCounter.FLOW_EXPORT_SETS_TEMPLATE_MISSING);
    }

    int size() {
        return sets;
    }

    int bytes() {
        return bytes;
    }
}
