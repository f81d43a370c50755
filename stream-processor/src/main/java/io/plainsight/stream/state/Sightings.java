package io.plainsight.stream.state;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What an entity has shown and when: a small memory of named facts that works at any point of packet time. A fact seen in
 * captures years apart is remembered as separate spans, so an old capture neither ages nor refreshes what is known today.
 * Immutable.
 *
 * @param spans at most {@value #MAX_SPANS}; when full, the span with the least evidence goes
 */
public record Sightings(List<Span> spans) {
    public Sightings {
        spans = spans == null ? List.of() : spans; // absent in JSON where empty
    }

    static final int MAX_SPANS = 24;

    /** Knowledge counts this long after it was last confirmed (decay of {@code docs/detections/downgrade.md}). */
    public static final Duration MEMORY = Duration.ofDays(30);

    private static final long MEMORY_SECONDS = MEMORY.toSeconds();

    public static final Sightings NONE = new Sightings(List.of());

    /**
     * One unbroken stretch of sightings of one fact, without a gap above {@link #MEMORY}.
     *
     * @param count sightings, at least 1
     */
    public record Span(String fact, Instant first, Instant last, long count) {
        /** Whether it was begun before {@code at} and still counts then. */
        public boolean isKnown(Instant at) {
            return first.isBefore(at) && reaches(at);
        }

        boolean reaches(Instant at) {
            return !isLater(first, at) && !isLater(at, last);
        }

        /** Whether {@code one} is more than {@link #MEMORY}, whole seconds, after {@code other}. */
        private static boolean isLater(Instant one, Instant other) {
            long seconds = one.getEpochSecond() - other.getEpochSecond() - MEMORY_SECONDS;
            return seconds > 0 || seconds == 0 && one.getNano() > other.getNano();
        }

        Span with(Instant at, long weight) {
            return new Span(fact, at.isBefore(first) ? at : first, at.isAfter(last) ? at : last, count + weight);
        }

        public Duration length() {
            return Duration.between(first, last);
        }
    }

    /** These sightings and one more. */
    public Sightings with(String fact, Instant at) {
        return with(fact, at, 1);
    }

    /**
     * These sightings and one more that stands for several.
     *
     * @param weight how many; 0 where only the time is news
     */
    public Sightings with(String fact, Instant at, long weight) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.fact().equals(fact) && span.reaches(at)) {
                return new Sightings(replaced(i, span.with(at, weight)));
            }
        }
        if (spans.isEmpty()) {
            return new Sightings(List.of(new Span(fact, at, at, weight)));
        }
        List<Span> next = new ArrayList<>(spans);
        if (next.size() >= MAX_SPANS) {
            next.stream().min(Comparator.comparingLong(Span::count)).ifPresent(next::remove);
        }
        next.add(new Span(fact, at, at, weight));
        return new Sightings(List.copyOf(next));
    }

    private List<Span> replaced(int index, Span span) {
        if (spans.size() == 1) {
            return List.of(span);
        }
        Span[] next = spans.toArray(new Span[0]);
        next[index] = span;
        return List.of(next);
    }

    /** The span of {@code fact} that was begun before {@code at} and still counts then; null when there is none. */
    public Span before(String fact, Instant at) {
        for (int i = 0; i < spans.size(); i++) {
            Span span = spans.get(i);
            if (span.fact().equals(fact) && span.isKnown(at)) {
                return span;
            }
        }
        return null;
    }

    /** How often {@code fact} was seen up to now, as known at {@code at}; 0 when never. */
    public long count(String fact, Instant at) {
        Span span = before(fact, at);
        return span == null ? 0 : span.count();
    }
}
