package io.plainsight.stream.detection.handshakefailure;

import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Usual;
import io.plainsight.stream.detection.handshakefailure.SpikeJudge.Window;
import io.plainsight.stream.policy.HandshakeFloors;

/**
 * Decides whether a service that worked is out altogether: only failures for ten minutes. Finds what is too little for a spike, on
 * services that few clients use. Stateless.
 */
final class OutageJudge {
    static final int MINUTES = 10;
    /** Successes that show that it worked before. */
    static final int MINIMUM_SUCCESSES_BEFORE = 20;

    private static final double LEAST_USUAL = 0.05;

    private OutageJudge() {}

    /** @param window the last {@link #MINUTES} */
    static boolean isOut(
            RecentHandshakes recent,
            History history,
            Window window,
            Usual usual,
            long minute,
            HandshakeFloors.Outage floors) {
        return window.completed() == 0
                && window.counted() >= floors.failures()
                && window.clients() >= floors.clients()
                && history.completed >= MINIMUM_SUCCESSES_BEFORE
                && recent.failingSince != RecentHandshakes.NEVER
                && minute - recent.failingSince >= MINUTES - 1
                && Math.pow(Math.max(LEAST_USUAL, usual.ratio()), window.counted()) < SpikeJudge.MAXIMUM_CHANCE;
    }
}
