package io.plainsight.stream.detection.handshakefailure;

import java.util.Arrays;
import java.util.List;

/**
 * How often handshakes fail with one group of causes, over all services. Immutable.
 *
 * @param slots failures in each five minutes of the last day, -1 where nothing was known yet
 * @param slot the latest of them, since the epoch
 * @param raised latest second of a spike; 0 when none is open
 */
record GroupMemory(FailingServices failing, List<Integer> slots, long slot, int failures, long raised) {
    static final long SLOT_SECONDS = 300;
    static final int SLOTS = 288;
    static final GroupMemory NONE = new GroupMemory(FailingServices.NONE, List.of(), 0, 0, 0);

    GroupMemory {
        failing = failing == null ? FailingServices.NONE : failing;
        slots = slots == null ? List.of() : slots;
    }

    GroupMemory with(Outcome outcome, long client) {
        long now = outcome.seconds() / SLOT_SECONDS;
        if (now <= slot || slot == 0) {
            return new GroupMemory(failing.with(outcome, client), slots, Math.max(slot, now), failures + 1, raised);
        }
        long silent = Math.min(SLOTS, now - slot - 1);
        int[] next = new int[(int) Math.min(SLOTS, slots.size() + 1 + silent)];
        int kept = Math.max(0, Math.min(slots.size(), (int) (SLOTS - 1 - silent)));
        for (int i = 0; i < kept; i++) {
            next[i] = slots.get(slots.size() - kept + i);
        }
        if (kept < next.length && silent < SLOTS) {
            next[kept] = failures;
        }
        return new GroupMemory(
                failing.with(outcome, client), Arrays.stream(next).boxed().toList(), now, 1, raised);
    }

    GroupMemory raised(long second) {
        return new GroupMemory(failing, slots, slot, failures, second);
    }
}
