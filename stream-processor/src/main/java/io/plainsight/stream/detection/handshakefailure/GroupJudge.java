package io.plainsight.stream.detection.handshakefailure;

/**
 * Decides whether handshakes fail with one group of causes at several services at once: something that they share has gone wrong.
 * Stateless.
 */
final class GroupJudge {
    static final long WINDOW_SECONDS = 300;
    static final int MINIMUM_FAILURES = 20;
    static final int MINIMUM_SERVICES = 3;
    static final int MINIMUM_CLIENTS = 3;
    /** Services that it takes while little is known. */
    static final int MINIMUM_SERVICES_WITHOUT_HISTORY = 5;

    private static final double LEAST_USUAL = 2;

    private GroupJudge() {}

    static boolean isSpike(GroupMemory memory, long now) {
        long from = now - WINDOW_SECONDS;
        int services = memory.failing().within(from, now).size();
        int failures = memory.failing().failures(from, now);
        boolean known = memory.slots().size() >= SpikeJudge.MINIMUM_HISTORY;
        return failures >= MINIMUM_FAILURES
                && services >= (known ? MINIMUM_SERVICES : MINIMUM_SERVICES_WITHOUT_HISTORY)
                && clients(memory, from, now) >= MINIMUM_CLIENTS
                && failures >= threshold(memory)
                && Statistics.poissonTail(failures, Math.max(LEAST_USUAL, usual(memory))) < SpikeJudge.MAXIMUM_CHANCE;
    }

    /** Failures in five minutes that are usual. */
    static double usual(GroupMemory memory) {
        return memory.slots().isEmpty() ? 0 : Statistics.median(counts(memory));
    }

    /** Failures in five minutes from which on they are too many. */
    static double threshold(GroupMemory memory) {
        if (memory.slots().isEmpty()) {
            return MINIMUM_FAILURES;
        }
        double[] counts = counts(memory);
        double median = Statistics.median(counts);
        return Math.max(MINIMUM_FAILURES, median + SpikeJudge.SIGMAS * Statistics.robustSigma(counts, median));
    }

    static long clients(GroupMemory memory, long from, long to) {
        return memory.failing().services().values().stream()
                .flatMap(failing -> java.util.stream.IntStream.range(
                                0, failing.times().size())
                        .filter(i -> failing.times().get(i) >= from
                                && failing.times().get(i) <= to)
                        .mapToObj(failing.clients()::get))
                .distinct()
                .count();
    }

    private static double[] counts(GroupMemory memory) {
        return memory.slots().stream().mapToDouble(Integer::doubleValue).toArray();
    }
}
