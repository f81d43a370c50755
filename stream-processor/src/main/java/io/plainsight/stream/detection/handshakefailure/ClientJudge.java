package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.Statistics;
import io.plainsight.stream.policy.HandshakeFloors;

/** Tells a scanner from a client that has broken, and both from one that has trouble with a service or two. Stateless. */
final class ClientJudge {
    static final long SCAN_SECONDS = 3600;
    static final long SPIKE_SECONDS = 300;
    /** A client that has succeeded within a day is somebody's. */
    static final long SUCCESS_SECONDS = 24 * 3600L;

    private static final double LEAST_USUAL = 1;

    private ClientJudge() {}

    /** Services are read beside each other, so that failures of a little later may have come before this one. */
    static boolean isScanner(ClientMemory memory, long now, HandshakeFloors.Scanner floors) {
        return (memory.success() == 0 || Math.abs(now - memory.success()) > SCAN_SECONDS)
                && memory.failing()
                                .within(now - SCAN_SECONDS, now + SCAN_SECONDS)
                                .size()
                        >= floors.services()
                && memory.failing().failures(now - SCAN_SECONDS, now + SCAN_SECONDS) >= floors.failures();
    }

    static boolean isSpike(ClientMemory memory, long now, HandshakeFloors.Client floors) {
        boolean worked = memory.success() > 0 && Math.abs(now - memory.success()) <= SUCCESS_SECONDS;
        int failures = memory.failing().failures(now - SPIKE_SECONDS, now);
        return worked
                && memory.failing().within(now - SPIKE_SECONDS, now).size() >= floors.services()
                && failures >= floors.failures()
                && Statistics.poissonTail(failures, Math.max(LEAST_USUAL, memory.usual())) < SpikeJudge.MAXIMUM_CHANCE;
    }
}
