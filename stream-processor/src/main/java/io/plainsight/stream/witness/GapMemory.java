package io.plainsight.stream.witness;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What flow logs of one place should have told lately, in slots of ten minutes of packet time. Immutable.
 *
 * @param slots at most {@value #MAX_SLOTS}, in their order
 * @param raised whether a gap is open
 */
record GapMemory(List<Slot> slots, boolean raised) {
    static final int SLOT_SECONDS = 600;
    static final int MAX_SLOTS = 288;
    /** An hour. */
    static final int WINDOW_SLOTS = 6;

    static final GapMemory NONE = new GapMemory(List.of(), false);

    GapMemory {
        slots = slots == null ? List.of() : slots;
    }

    /**
     * @param at ten minutes since the epoch
     * @param expected connections that flow logs should tell of
     * @param missing those that they did not
     * @param skipped whether the provider lost records then, so that nothing follows from what is missing
     */
    record Slot(long at, int expected, int missing, boolean skipped) {}

    static long slot(Instant at) {
        return Math.floorDiv(at.getEpochSecond(), (long) SLOT_SECONDS);
    }

    /** Whether the provider lost records around then. */
    boolean isSkipped(long at) {
        return slots.stream().anyMatch(slot -> slot.at() == at && slot.skipped());
    }

    GapMemory count(long at, int expected, int missing) {
        Slot known = at(at);
        return with(new Slot(
                at, Math.max(0, known.expected() + expected), Math.max(0, known.missing() + missing), known.skipped()));
    }

    GapMemory skip(long from, long to) {
        GapMemory next = this;
        for (long at = Math.max(from, to - MAX_SLOTS); at <= to; at++) {
            next = next.with(new Slot(at, 0, 0, true));
        }
        return next;
    }

    GapMemory raised(boolean value) {
        return new GapMemory(slots, value);
    }

    /** Sums of the hour that ends with a slot. */
    Slot window(long end) {
        int expected = 0;
        int missing = 0;
        for (Slot slot : slots) {
            if (slot.at() > end - WINDOW_SLOTS && slot.at() <= end && !slot.skipped()) {
                expected += slot.expected();
                missing += slot.missing();
            }
        }
        return new Slot(end, expected, missing, false);
    }

    private Slot at(long at) {
        return slots.stream().filter(slot -> slot.at() == at).findFirst().orElse(new Slot(at, 0, 0, false));
    }

    private GapMemory with(Slot changed) {
        List<Slot> next = new ArrayList<>(slots);
        next.removeIf(slot -> slot.at() == changed.at());
        int place = next.size();
        while (place > 0 && next.get(place - 1).at() > changed.at()) {
            place--;
        }
        next.add(place, changed);
        if (next.size() > MAX_SLOTS) {
            next.remove(0);
        }
        return new GapMemory(List.copyOf(next), raised);
    }
}
