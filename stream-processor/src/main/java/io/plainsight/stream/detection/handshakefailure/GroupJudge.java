package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.Statistics;
import io.plainsight.stream.detection.handshakefailure.FailingServices.Failing;
import io.plainsight.stream.policy.HandshakeFloors;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Decides whether handshakes fail with one group of causes at several services at once: something that they share has gone wrong.
 * Stateless.
 */
final class GroupJudge {
    static final long WINDOW_SECONDS = 300;
    /** Services and clients that it takes while little is known. */
    static final int MINIMUM_WITHOUT_HISTORY = 10;

    /** Services at which a client fails that is no scanner. */
    private static final int MAXIMUM_BREADTH = 2;

    private static final double LEAST_USUAL = 2;

    private static final double SIGMAS = 3;

    private GroupJudge() {}

    /**
     * What of the failures counts. A service counts where a client failed that failed at no more than two: clients that fail
     * everywhere may be scanners, which would make anything look shared.
     *
     * @param services by key
     */
    record Shared(Map<String, Failing> services, int failures, int clients) {}

    static Shared shared(GroupMemory memory, long from, long to) {
        Map<String, Set<Long>> clients = new LinkedHashMap<>();
        Map<Long, Integer> breadth = new HashMap<>();
        memory.failing().within(from, to).forEach((service, failing) -> {
            Set<Long> here = new HashSet<>();
            for (int i = 0; i < failing.times().size(); i++) {
                if (failing.times().get(i) >= from && failing.times().get(i) <= to) {
                    here.add(failing.clients().get(i));
                }
            }
            here.forEach(client -> breadth.merge(client, 1, Integer::sum));
            clients.put(service, here);
        });
        Map<String, Failing> services = new LinkedHashMap<>();
        Set<Long> all = new HashSet<>();
        int failures = 0;
        for (Map.Entry<String, Set<Long>> entry : clients.entrySet()) {
            Set<Long> here = entry.getValue();
            if (here.stream().anyMatch(client -> breadth.get(client) <= MAXIMUM_BREADTH)) {
                Failing failing = memory.failing().services().get(entry.getKey());
                services.put(entry.getKey(), failing);
                failures += failing.within(from, to);
                all.addAll(here);
            }
        }
        return new Shared(services, failures, all.size());
    }

    static boolean isSpike(GroupMemory memory, long now, HandshakeFloors.Cause floors) {
        Shared shared = shared(memory, now - WINDOW_SECONDS, now);
        boolean known = memory.slots().size() >= SpikeJudge.MINIMUM_HISTORY;
        return shared.failures() >= floors.failures()
                && shared.services().size() >= least(floors.services(), known)
                && shared.clients() >= least(floors.clients(), known)
                && shared.failures() >= threshold(memory, floors)
                && Statistics.poissonTail(shared.failures(), Math.max(LEAST_USUAL, usual(memory)))
                        < SpikeJudge.MAXIMUM_CHANCE;
    }

    private static int least(int floor, boolean known) {
        return known ? floor : Math.max(floor, MINIMUM_WITHOUT_HISTORY);
    }

    /** Failures in five minutes that are usual. */
    static double usual(GroupMemory memory) {
        return memory.slots().isEmpty() ? 0 : Statistics.median(counts(memory));
    }

    /** Failures in five minutes from which on they are too many. */
    static double threshold(GroupMemory memory, HandshakeFloors.Cause floors) {
        if (memory.slots().isEmpty()) {
            return floors.failures();
        }
        double[] counts = counts(memory);
        double median = Statistics.median(counts);
        return Math.max(floors.failures(), median + SIGMAS * Statistics.robustSigma(counts, median));
    }

    private static double[] counts(GroupMemory memory) {
        return memory.slots().stream().mapToDouble(Integer::doubleValue).toArray();
    }
}
