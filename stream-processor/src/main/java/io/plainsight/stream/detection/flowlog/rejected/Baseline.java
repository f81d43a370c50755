package io.plainsight.stream.detection.flowlog.rejected;

import io.plainsight.stream.detection.Statistics;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How much of something is usual within ten minutes: by the last day, robust against single outliers, and by the peaks of the
 * days before, generous to what recurs such as a scan for inventory each night. What raised an alert is never learned. Immutable.
 *
 * <p><b>Bounds:</b> {@value #MAX_SLOTS} counts, {@value #MAX_PEAKS} peaks. Slots without a count are not kept, and count as zero.
 *
 * @param first slot in which learning began, ten minutes since the epoch
 * @param counts by slot, in their order
 * @param peaks the largest of a day, without what raised an alert
 */
record Baseline(long first, List<Count> counts, List<Count> peaks) {
    static final int SLOT_SECONDS = 600;
    static final int MAX_SLOTS = 144;
    static final int MAX_PEAKS = 14;
    /** Earlier slots that make a history, as for handshake failures. */
    static final int LEAST_SLOTS = 20;

    /** A sixth of it each side holds a normal distribution's noise (Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993: 3.5). */
    private static final double DEVIATIONS = 6;

    private static final double HEADROOM = 1.5;
    private static final int SLOTS_OF_A_DAY = 144;

    Baseline {
        counts = counts == null ? List.of() : counts;
        peaks = peaks == null ? List.of() : peaks;
    }

    /**
     * @param at slot, or day of a peak
     * @param raised whether it raised an alert
     */
    record Count(long at, int count, boolean raised) {}

    static Baseline from(long second) {
        return new Baseline(second / SLOT_SECONDS, List.of(), List.of());
    }

    static long slot(long second) {
        return Math.floorDiv(second, (long) SLOT_SECONDS);
    }

    /** Whether a slot lies so far before what is known that it belongs to another time. */
    boolean isTooLate(long slot) {
        return slot < first - MAX_SLOTS
                || !counts.isEmpty() && slot < counts.get(counts.size() - 1).at() - MAX_SLOTS;
    }

    int count(long slot) {
        for (int i = counts.size() - 1; i >= 0; i--) {
            if (counts.get(i).at() == slot) {
                return counts.get(i).count();
            }
        }
        return 0;
    }

    Baseline plus(long slot, int more) {
        return set(slot, count(slot) + more, isRaised(slot));
    }

    Baseline raised(long slot) {
        return set(slot, count(slot), true);
    }

    private boolean isRaised(long slot) {
        return counts.stream().anyMatch(count -> count.at() == slot && count.raised());
    }

    private Baseline set(long slot, int value, boolean raised) {
        List<Count> next = new ArrayList<>(counts);
        next.removeIf(count -> count.at() == slot);
        int place = next.size();
        while (place > 0 && next.get(place - 1).at() > slot) {
            place--;
        }
        next.add(place, new Count(slot, value, raised));
        long latest = next.get(next.size() - 1).at();
        List<Count> days = peaks;
        while (next.get(0).at() <= latest - MAX_SLOTS) {
            days = peak(days, next.remove(0));
        }
        return new Baseline(first, List.copyOf(next), days);
    }

    private static List<Count> peak(List<Count> peaks, Count over) {
        if (over.raised()) {
            return peaks;
        }
        long day = Math.floorDiv(over.at(), (long) SLOTS_OF_A_DAY);
        List<Count> next = new ArrayList<>(peaks);
        int known = next.stream()
                .filter(peak -> peak.at() == day)
                .mapToInt(Count::count)
                .max()
                .orElse(0);
        next.removeIf(peak -> peak.at() == day || peak.at() < day - MAX_PEAKS);
        next.add(new Count(day, Math.max(known, over.count()), false));
        while (next.size() > MAX_PEAKS) {
            next.remove(0);
        }
        return List.copyOf(next);
    }

    /** Whether enough slots were watched before this one to say what is usual. */
    boolean isLearned(long slot) {
        return slot - first >= LEAST_SLOTS;
    }

    /** Most that is usual in a slot, by what came before it; 0 where nothing is known. */
    long limit(long slot) {
        List<Count> past = counts.stream()
                .filter(count -> count.at() < slot && count.at() > slot - MAX_SLOTS && !count.raised())
                .toList();
        long watched = Math.min(MAX_SLOTS - 1L, slot - first);
        double[] usual = new double[(int) Math.max(past.size(), watched)];
        for (int i = 0; i < past.size(); i++) {
            usual[i] = past.get(i).count();
        }
        double most = Arrays.stream(usual).max().orElse(0);
        for (Count peak : peaks) {
            most = Math.max(most, peak.count());
        }
        if (usual.length == 0) {
            return Math.round(HEADROOM * most);
        }
        double median = Statistics.median(usual);
        double robust = median + DEVIATIONS * Statistics.robustSigma(usual, median);
        return Math.round(Math.max(HEADROOM * most, robust));
    }
}
