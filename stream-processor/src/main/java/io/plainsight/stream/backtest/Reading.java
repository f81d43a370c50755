package io.plainsight.stream.backtest;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.plainsight.events.Observation;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleSupplier;

/**
 * What is read from retained observations: passes on those of a range, and counts and remembers what the reader of the result
 * must know about it.
 *
 * <p><i>Threading:</i> one thread reads; {@link #share} and {@link #observations} may be asked from any.
 */
public final class Reading {
    /** Enough to see what is wrong. */
    private static final int MAX_PROBLEMS = 20;

    private final TimeRange range;
    private final AtomicLong observations = new AtomicLong();
    private final List<String> sources = new ArrayList<>();
    private final List<String> problems = new ArrayList<>();
    private volatile DoubleSupplier share = () -> -1;
    private Consumer<Observation> sink = observation -> {};
    private long outside;
    private long repeated;
    private long unreadable;
    private Instant retainedFrom;
    private Instant first;
    private Instant last;

    public Reading(TimeRange range) {
        this.range = range;
    }

    /** Reads one source to its end. */
    public void read(RetainedSource source, Consumer<Observation> into) throws IOException {
        sources.add(source.description());
        sink = into;
        source.read(this);
    }

    /** An observation was read. */
    public void accept(Observation observation) {
        Instant time = observation.timestamp();
        if (time == null) {
            unreadable("an observation without a time");
            return;
        }
        retainedFrom(time);
        if (!range.contains(time)) {
            outside++;
            return;
        }
        first = first == null || time.isBefore(first) ? time : first;
        last = last == null || time.isAfter(last) ? time : last;
        observations.incrementAndGet();
        sink.accept(observation);
    }

    /** Something was read that is no observation. */
    public void unreadable(String problem) {
        unreadable++;
        problem(problem);
    }

    /** The input is not whole, for a reason that a person can mend. */
    public void problem(String problem) {
        if (problems.size() < MAX_PROBLEMS) {
            problems.add(problem);
        }
    }

    /** An observation was there a second time, since a sensor sent it again. */
    public void repeated() {
        repeated++;
    }

    /** The source goes back to this time. */
    public void retainedFrom(Instant time) {
        retainedFrom = retainedFrom == null || time.isBefore(retainedFrom) ? time : retainedFrom;
    }

    /** How to tell what part of the present source is read, 0 to 1; negative when it cannot be told. */
    public void watch(DoubleSupplier part) {
        share = part;
    }

    /** What part of the present source is read, 0 to 1; negative when it cannot be told. */
    public double share() {
        return share.getAsDouble();
    }

    /** Observations passed on. */
    public long observations() {
        return observations.get();
    }

    public TimeRange range() {
        return range;
    }

    /** What was read, as a report tells it. */
    public Input input() {
        return new Input(
                List.copyOf(sources),
                range.from(),
                range.to(),
                retainedFrom,
                first,
                last,
                observations.get(),
                outside,
                repeated,
                unreadable,
                List.copyOf(problems));
    }

    /**
     * What was read.
     *
     * @param askedFrom begin of the range asked for; null for all
     * @param askedTo its end; null for all
     * @param retainedFrom oldest observation that there is; null when there is none
     * @param first oldest one within the range; null when there is none
     * @param last latest one within the range; null when there is none
     * @param observations how many were judged
     * @param outside how many were read and lie outside of the range
     * @param repeated how many were there a second time and passed over
     * @param unreadable how many could not be read
     * @param problems the first of these and of what else is not whole, with place and reason
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record Input(
            List<String> sources,
            Instant askedFrom,
            Instant askedTo,
            Instant retainedFrom,
            Instant first,
            Instant last,
            long observations,
            long outside,
            long repeated,
            long unreadable,
            List<String> problems) {}
}
