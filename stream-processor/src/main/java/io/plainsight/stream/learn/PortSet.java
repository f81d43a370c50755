package io.plainsight.stream.learn;

import io.plainsight.stream.policy.PortRange;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/** Ports that were contacted. Beyond {@value #MAX_PORTS} different ones only their span is kept. Single-threaded. */
final class PortSet {
    static final int MAX_PORTS = 64;
    /** A longer list tells a person less than the span does. */
    static final int MAX_RANGES = 12;

    private final TreeSet<Integer> ports = new TreeSet<>();
    private int lowest = Integer.MAX_VALUE;
    private int highest = -1;
    private boolean spanOnly;
    /** Something without ports (ICMP, ESP) was contacted: no list of ports can allow that. */
    private boolean portless;

    void add(Integer port) {
        if (port == null) {
            portless = true;
            return;
        }
        lowest = Math.min(lowest, port);
        highest = Math.max(highest, port);
        spanOnly |= ports.size() >= MAX_PORTS && !ports.contains(port);
        if (!spanOnly) {
            ports.add(port);
        }
    }

    /** What allows exactly these ports, or their span; empty where any port must be allowed. */
    List<PortRange> ranges() {
        if (portless) {
            return List.of();
        }
        if (!spanOnly) {
            List<PortRange> ranges = new ArrayList<>();
            for (int port : ports) {
                PortRange last = ranges.isEmpty() ? null : ranges.get(ranges.size() - 1);
                if (last != null && last.to() == port - 1) {
                    ranges.set(ranges.size() - 1, new PortRange(last.from(), port));
                } else {
                    ranges.add(new PortRange(port, port));
                }
            }
            if (ranges.size() <= MAX_RANGES) {
                return ranges;
            }
        }
        return List.of(new PortRange(lowest, highest));
    }
}
