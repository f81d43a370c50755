package io.plainsight.stream.detection.handshakefailure;

import java.util.ArrayList;
import java.util.List;

/**
 * What one client's handshakes came to lately, at whatever service. Immutable.
 *
 * @param success latest time of a success, seconds since the epoch; 0 without one
 * @param usual weighted mean of failures in five minutes
 * @param slot the five minutes that are being counted, since the epoch
 * @param failures in them
 * @param recent hashes of connections that were counted
 * @param untold failures since the latest finding of a scanner, none of them an hour before the next
 * @param scanning whether it is held for a scanner
 * @param raised latest second of a spike; 0 when none is open
 */
record ClientMemory(
        FailingServices failing,
        long success,
        double usual,
        long slot,
        int failures,
        List<Long> recent,
        int untold,
        boolean scanning,
        long raised) {
    private static final int MAX_RECENT = 64;
    private static final double ALPHA = 0.1;
    private static final long SLOT_SECONDS = 300;
    private static final int MAX_DECAY = 64;
    static final ClientMemory NONE = new ClientMemory(FailingServices.NONE, 0, 0, 0, 0, List.of(), 0, false, 0);

    ClientMemory {
        failing = failing == null ? FailingServices.NONE : failing;
        recent = recent == null ? List.of() : recent;
    }

    boolean counted(long connection) {
        return recent.contains(connection);
    }

    ClientMemory succeeded(long second) {
        return new ClientMemory(failing, Math.max(success, second), usual, slot, failures, recent, 0, false, raised);
    }

    ClientMemory failed(Outcome outcome, long connection) {
        long now = outcome.seconds() / SLOT_SECONDS;
        double mean = usual;
        int count = failures;
        if (now > slot) {
            mean = slot == 0 ? 0 : ALPHA * failures + (1 - ALPHA) * usual;
            mean *= Math.pow(1 - ALPHA, (double) Math.min(MAX_DECAY, now - slot - 1));
            count = 0;
        }
        List<Long> next = new ArrayList<>(recent.size() < MAX_RECENT ? recent : recent.subList(1, recent.size()));
        next.add(connection);
        return new ClientMemory(
                failing.with(outcome, 0),
                success,
                mean,
                Math.max(now, slot),
                count + 1,
                List.copyOf(next),
                failing.failures(outcome.seconds() - ClientJudge.SCAN_SECONDS, Long.MAX_VALUE) == 0 ? 1 : untold + 1,
                scanning,
                raised);
    }

    ClientMemory scanning(boolean value) {
        return new ClientMemory(failing, success, usual, slot, failures, recent, value ? 0 : untold, value, raised);
    }

    ClientMemory raised(long second) {
        return new ClientMemory(failing, success, usual, slot, failures, recent, untold, scanning, second);
    }
}
