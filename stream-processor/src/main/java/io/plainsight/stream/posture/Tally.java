package io.plainsight.stream.posture;

import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Sums in the making: counters by name, and what comes with them. Adding two tallies is associative and commutative, so it
 * does not matter in which order, in which task and in how many steps figures are added up; all arithmetic is on whole
 * numbers for that.
 *
 * <p><i>Threading:</i> one thread. <i>Bounds:</i> {@value #MAX_NAMES} counters per family, what is beyond goes under
 * {@value #OTHER}; {@value #MAX_SERVICE_NAMES} names. Up to the bound of a family the order does not matter either.
 */
final class Tally {
    static final int MAX_NAMES = 512;
    static final int MAX_SERVICE_NAMES = 5;
    static final String OTHER = "other";

    private final Map<String, Map<String, Long>> counts = new HashMap<>();
    private final Map<String, Long> least = new HashMap<>();
    private final Map<String, Long> most = new HashMap<>();
    private final TreeSet<String> names = new TreeSet<>();
    private Instant start;
    private Instant end;

    /** All that a tally holds, to be written: views of it, so only until it changes. */
    record Parts(
            Map<String, Map<String, Long>> counts,
            Map<String, Long> least,
            Map<String, Long> most,
            List<String> names,
            Instant start,
            Instant end) {
        Parts {
            counts = counts == null ? Map.of() : counts; // absent in JSON where empty
            least = least == null ? Map.of() : least;
            most = most == null ? Map.of() : most;
            names = names == null ? List.of() : names;
        }
    }

    Parts parts() {
        return new Parts(Collections.unmodifiableMap(counts), least, most, List.copyOf(names), start, end);
    }

    static Tally of(Parts parts) {
        Tally tally = new Tally();
        parts.counts().forEach((family, counters) -> tally.counts.put(family, new HashMap<>(counters)));
        tally.least.putAll(parts.least());
        tally.most.putAll(parts.most());
        tally.names.addAll(parts.names());
        tally.start = parts.start();
        tally.end = parts.end();
        return tally;
    }

    /** One more of {@code name}. */
    void count(String family, String name) {
        count(family, name, 1);
    }

    void count(String family, String name, long amount) {
        if (amount == 0) {
            return;
        }
        Map<String, Long> counters = counts.computeIfAbsent(family, key -> new HashMap<>());
        boolean fits = counters.size() < MAX_NAMES || counters.containsKey(name);
        counters.merge(fits ? name : OTHER, amount, Long::sum);
    }

    /** One sample of a measure. */
    void sample(String measure, long value) {
        String family = Buckets.family(measure);
        count(family, Buckets.COUNT);
        count(family, Buckets.SUM, value);
        count(family, Buckets.name(value));
        least.merge(measure, value, Math::min);
        most.merge(measure, value, Math::max);
    }

    /** Evidence was seen from one time to another. */
    void span(Instant first, Instant last) {
        if (first != null && (start == null || first.isBefore(start))) {
            start = first;
        }
        if (last != null && (end == null || last.isAfter(end))) {
            end = last;
        }
    }

    /** A name of the service; of many, the alphabetically first are kept. */
    void named(String name) {
        names.add(name);
        if (names.size() > MAX_SERVICE_NAMES) {
            names.pollLast();
        }
    }

    /** Names belong to one service, not to a zone. */
    void forgetNames() {
        names.clear();
    }

    /** Adds what was added up elsewhere. */
    Tally add(Tally other) {
        span(other.start, other.end);
        other.counts.forEach((family, counters) -> counters.forEach((name, amount) -> count(family, name, amount)));
        other.least.forEach((measure, value) -> least.merge(measure, value, Math::min));
        other.most.forEach((measure, value) -> most.merge(measure, value, Math::max));
        other.names.forEach(this::named);
        return this;
    }

    /** Takes counters as they stand elsewhere. */
    void addAll(String family, Map<String, Long> amounts) {
        amounts.forEach((name, amount) -> count(family, name, amount));
    }

    void bounds(String measure, long smallest, long largest) {
        least.merge(measure, smallest, Math::min);
        most.merge(measure, largest, Math::max);
    }

    Map<String, Long> family(String name) {
        return Collections.unmodifiableMap(counts.getOrDefault(name, Map.of()));
    }

    long get(String family, String name) {
        return counts.getOrDefault(family, Map.of()).getOrDefault(name, 0L);
    }

    /** The smallest sample of a measure; 0 when there was none. */
    long least(String measure) {
        return least.getOrDefault(measure, 0L);
    }

    /** The largest sample of a measure; 0 when there was none. */
    long most(String measure) {
        return most.getOrDefault(measure, 0L);
    }

    SortedSet<String> names() {
        return Collections.unmodifiableSortedSet(names);
    }

    /** First evidence; null while there is none. */
    Instant start() {
        return start;
    }

    /** Latest evidence; null while there is none. */
    Instant end() {
        return end;
    }
}
