package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.events.Observation;
import java.util.ArrayList;
import java.util.List;

/**
 * What a host was refused. Immutable.
 *
 * @param targets endpoints that it never worked with, of the latest two slots, at most {@value #MAX_TARGETS}
 * @param breadth distinct endpoints, in ten minutes
 * @param refused refused openings, in ten minutes
 * @param blocked services that it worked with and now does not, at most {@value #MAX_BLOCKED}
 * @param scan slot in which it was last held for a scan; 0 when it is not
 * @param insistent slot in which it last tried too often; 0 when it does not
 * @param last its latest refused record
 * @param heardMs when that was, by the wall clock
 */
record SourceMemory(
        List<Target> targets,
        Baseline breadth,
        Baseline refused,
        List<String> blocked,
        long scan,
        long insistent,
        Observation last,
        long heardMs) {
    static final int MAX_TARGETS = 256;
    static final int MAX_BLOCKED = 32;

    SourceMemory {
        targets = targets == null ? List.of() : targets;
        blocked = blocked == null ? List.of() : blocked;
    }

    /** An endpoint that refused; port -1 where the protocol has none. */
    record Target(String host, int port, long slot) {}

    static SourceMemory from(long second) {
        Baseline empty = Baseline.from(second);
        return new SourceMemory(List.of(), empty, empty, List.of(), 0, 0, null, 0);
    }

    SourceMemory refused(Observation record, long slot, int weight, long nowMs) {
        Integer port = record.destination().port();
        Target target = new Target(record.destination().ip(), port == null ? -1 : port, slot);
        List<Target> next = new ArrayList<>(targets);
        next.removeIf(old -> old.slot() < slot - 1);
        boolean fresh = !next.contains(target) && next.size() < MAX_TARGETS;
        if (fresh) {
            next.add(target);
        }
        return new SourceMemory(
                List.copyOf(next),
                fresh ? breadth.plus(slot, 1) : breadth,
                refused.plus(slot, weight),
                blocked,
                scan,
                insistent,
                record,
                nowMs);
    }

    /** Endpoints of the slot and the one before. */
    int endpoints() {
        return (int) targets.stream()
                .map(target -> target.host() + ' ' + target.port())
                .distinct()
                .count();
    }

    int hosts() {
        return (int) targets.stream().map(Target::host).distinct().count();
    }

    int ports() {
        return (int) targets.stream().mapToInt(Target::port).distinct().count();
    }

    SourceMemory scanning(long slot) {
        return new SourceMemory(
                targets, slot == 0 ? breadth : breadth.raised(slot), refused, blocked, slot, insistent, last, heardMs);
    }

    SourceMemory insisting(long slot) {
        return new SourceMemory(
                targets, breadth, slot == 0 ? refused : refused.raised(slot), blocked, scan, slot, last, heardMs);
    }

    SourceMemory blocked(Observation record, long nowMs) {
        String service = record.destination().text();
        List<String> next = new ArrayList<>(blocked);
        if (!next.contains(service) && next.size() < MAX_BLOCKED) {
            next.add(service);
        }
        return new SourceMemory(targets, breadth, refused, List.copyOf(next), scan, insistent, record, nowMs);
    }

    SourceMemory works(String service) {
        List<String> next = new ArrayList<>(blocked);
        next.remove(service);
        return new SourceMemory(targets, breadth, refused, List.copyOf(next), scan, insistent, last, heardMs);
    }

    boolean isOpen() {
        return scan > 0 || insistent > 0;
    }
}
