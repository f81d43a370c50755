package io.plainsight.stream.detection.flowlog.rejected;

import java.util.ArrayList;
import java.util.List;

/**
 * How often a service's clients are refused, and which of them are blocked after they had worked. Immutable.
 *
 * @param touched day since the epoch on which it was last written though nothing was refused
 * @param refused openings refused, in ten minutes
 * @param raised slot of the latest spike; 0 when none is open
 * @param blocked clients that are, at most {@value #MAX_CLIENTS}
 * @param told whether that is an alert of the service
 */
record ServiceMemory(long touched, Baseline refused, long raised, List<String> blocked, boolean told) {
    static final int MAX_CLIENTS = 32;

    ServiceMemory {
        blocked = blocked == null ? List.of() : blocked;
    }

    static ServiceMemory from(long second) {
        return new ServiceMemory(0, Baseline.from(second), 0, List.of(), false);
    }

    ServiceMemory touched(long day) {
        return day <= touched ? this : new ServiceMemory(day, refused, raised, blocked, told);
    }

    ServiceMemory with(Baseline counts) {
        return new ServiceMemory(touched, counts, raised, blocked, told);
    }

    ServiceMemory raised(long slot) {
        return new ServiceMemory(touched, slot == 0 ? refused : refused.raised(slot), slot, blocked, told);
    }

    ServiceMemory blocked(String client) {
        if (blocked.contains(client) || blocked.size() >= MAX_CLIENTS) {
            return this;
        }
        List<String> next = new ArrayList<>(blocked);
        next.add(client);
        return new ServiceMemory(touched, refused, raised, List.copyOf(next), told);
    }

    ServiceMemory works(String client) {
        if (!blocked.contains(client)) {
            return this;
        }
        List<String> next = new ArrayList<>(blocked);
        next.remove(client);
        return new ServiceMemory(touched, refused, raised, List.copyOf(next), told);
    }

    ServiceMemory told(boolean value) {
        return new ServiceMemory(touched, refused, raised, blocked, value);
    }
}
