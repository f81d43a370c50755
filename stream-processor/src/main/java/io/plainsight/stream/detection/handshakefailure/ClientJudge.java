package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.Statistics;

/** Tells a scanner from a client that has broken, and both from one that has trouble with a service or two. Stateless. */
final class ClientJudge {
    static final long SCAN_SECONDS = 3600;
    /** Services that a scanner has failed at, and failures that it takes. */
    static final int SCAN_SERVICES = 5;

    static final int SCAN_FAILURES = 10;

    static final long SPIKE_SECONDS = 300;
    static final int SPIKE_SERVICES = 3;
    static final int SPIKE_FAILURES = 20;
    /** A client that has succeeded within a day is somebody's. */
    static final long SUCCESS_SECONDS = 24 * 3600L;

    private static final double LEAST_USUAL = 1;

    private ClientJudge() {}

    /** Services are read beside each other, so that failures of a little later may have come before this one. */
    static boolean isScanner(ClientMemory memory, long now) {
        return (memory.success() == 0 || Math.abs(now - memory.success()) > SCAN_SECONDS)
                && memory.failing()
                                .within(now - SCAN_SECONDS, now + SCAN_SECONDS)
                                .size()
                        >= SCAN_SERVICES
                && memory.failing().failures(now - SCAN_SECONDS, now + SCAN_SECONDS) >= SCAN_FAILURES;
    }

    static boolean isSpike(ClientMemory memory, long now) {
        boolean worked = memory.success() > 0 && Math.abs(now - memory.success()) <= SUCCESS_SECONDS;
        int failures = memory.failing().failures(now - SPIKE_SECONDS, now);
        return worked
                && memory.failing().within(now - SPIKE_SECONDS, now).size() >= SPIKE_SERVICES
                && failures >= SPIKE_FAILURES
                && Statistics.poissonTail(failures, Math.max(LEAST_USUAL, memory.usual())) < SpikeJudge.MAXIMUM_CHANCE;
    }
}
