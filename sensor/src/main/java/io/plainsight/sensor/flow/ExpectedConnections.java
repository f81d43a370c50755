package io.plainsight.sensor.flow;

import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Connections that another one has announced, by the address and port that they will go to.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> one entry per announcement. <b>Bounds:</b> {@link #MAX_EXPECTED} entries,
 * each for {@link #EXPIRY_NS} of packet time and for one connection; the oldest makes room, which is counted.
 */
public final class ExpectedConnections {
    /** Announcements that wait for their connection at a time. */
    static final int MAX_EXPECTED = 4096;
    /** A client connects at once; servers wait for a minute or two (FTP's usual accept timeout is 60 s). */
    static final long EXPIRY_NS = 120_000_000_000L;

    private record Listener(long addressHigh, long addressLow, int port) {}

    private record Expected(Supplier<StreamDissector> opener, long untilNs) {}

    private final FlowTable table;
    private final SensorCounters counters;
    /** In the order of announcement, which is the order of expiry. */
    private final Map<Listener, Expected> waiting = new LinkedHashMap<>();

    public ExpectedConnections(FlowTable table, SensorCounters counters) {
        this.table = table;
        this.counters = counters;
    }

    /** Forgets all, as at the end of a capture. */
    public void clear() {
        waiting.clear();
    }

    /** Expects a connection to {@code port} at the address of one end of {@code flow}. */
    void expect(int flow, int end, int port, Supplier<StreamDissector> opener, long nowNs) {
        if (port <= 0 || port > 0xffff) {
            return;
        }
        expire(nowNs);
        Listener listener = new Listener(table.addressHigh(flow, end), table.addressLow(flow, end), port);
        waiting.remove(listener);
        if (waiting.size() == MAX_EXPECTED) {
            Iterator<Listener> oldest = waiting.keySet().iterator();
            oldest.next();
            oldest.remove();
            counters.increment(SensorCounter.EXPECTED_EVICTED);
        }
        waiting.put(listener, new Expected(opener, nowNs + EXPIRY_NS));
    }

    /** The dissector for a connection that was announced, which is then expected no more; null for all others. */
    StreamDissector open(int flow) {
        if (waiting.isEmpty()) {
            return null;
        }
        expire(table.lastNs(flow));
        int responder = 1 - table.initiator(flow);
        Expected found = take(flow, responder);
        // where no SYN told who opened it, the guess may be wrong
        found = found == null && !table.has(flow, FlowFlags.INITIATOR_KNOWN) ? take(flow, 1 - responder) : found;
        return found == null ? null : found.opener().get();
    }

    int size() {
        return waiting.size();
    }

    private Expected take(int flow, int end) {
        return waiting.remove(
                new Listener(table.addressHigh(flow, end), table.addressLow(flow, end), table.port(flow, end)));
    }

    private void expire(long nowNs) {
        Iterator<Expected> oldest = waiting.values().iterator();
        while (oldest.hasNext() && oldest.next().untilNs() < nowNs) {
            oldest.remove();
        }
    }
}
