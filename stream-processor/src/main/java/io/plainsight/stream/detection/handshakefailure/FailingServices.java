package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.events.Alert;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The services that one client, or handshakes with one cause, failed at lately. Immutable.
 *
 * @param services by key; the longest untouched goes when there are more than {@value #MAX_SERVICES}
 */
record FailingServices(Map<String, Failing> services) {
    static final int MAX_SERVICES = 64;
    static final int MAX_TIMES = 10;
    static final FailingServices NONE = new FailingServices(Map.of());

    FailingServices {
        services = services == null ? Map.of() : services;
    }

    /**
     * One service.
     *
     * @param times of the latest failures, seconds since the epoch
     * @param clients whose they were, as hashes, in the same order
     * @param evidence the latest
     */
    record Failing(Alert.Entity entity, List<Long> times, List<Long> clients, Alert.Evidence evidence) {
        int within(long from, long to) {
            int count = 0;
            for (long time : times) {
                count += time >= from && time <= to ? 1 : 0;
            }
            return count;
        }
    }

    FailingServices with(Outcome outcome, long client) {
        Map<String, Failing> next = new LinkedHashMap<>(services);
        Failing before = next.remove(outcome.service());
        if (next.size() >= MAX_SERVICES) {
            next.remove(next.keySet().iterator().next());
        }
        next.put(
                outcome.service(),
                new Failing(
                        outcome.entity(),
                        latest(before == null ? List.of() : before.times(), outcome.seconds()),
                        latest(before == null ? List.of() : before.clients(), client),
                        outcome.evidence()));
        return new FailingServices(next);
    }

    /** Those with failures between two seconds. */
    Map<String, Failing> within(long from, long to) {
        Map<String, Failing> found = new LinkedHashMap<>();
        services.forEach((key, failing) -> {
            if (failing.within(from, to) > 0) {
                found.put(key, failing);
            }
        });
        return found;
    }

    int failures(long from, long to) {
        return services.values().stream()
                .mapToInt(failing -> failing.within(from, to))
                .sum();
    }

    private static List<Long> latest(List<Long> values, long value) {
        List<Long> next = new ArrayList<>(values.size() < MAX_TIMES ? values : values.subList(1, values.size()));
        next.add(value);
        return List.copyOf(next);
    }
}
