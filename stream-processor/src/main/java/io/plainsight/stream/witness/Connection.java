package io.plainsight.stream.witness;

import io.plainsight.events.Observation;
import java.time.Duration;
import java.time.Instant;

/**
 * One connection as its two witnesses know it. Immutable.
 *
 * @param seen what packets showed; null while there are none
 * @param logged what flow logs said; null while they said nothing
 * @param told bits of the {@link Conflict}s that were told
 */
record Connection(SeenSide seen, LoggedSide logged, int told) {
    /** Packets of one connection and a record about it lie no farther apart: an interval has up to ten minutes. */
    static final Duration WINDOW = Duration.ofMinutes(10);

    static final Connection NONE = new Connection(null, null, 0);

    /** A connection long after another one between the same ports is a new one. */
    Connection withPackets(Observation observation) {
        SeenSide next = SeenSide.of(observation);
        if (isApart(next.first(), next.last())) {
            return new Connection(next, null, 0);
        }
        return new Connection(seen == null ? next : seen.and(next), logged, told);
    }

    Connection withRecord(Observation record) {
        if (isApart(LoggedSide.start(record), LoggedSide.end(record))) {
            return new Connection(null, LoggedSide.of(record), 0);
        }
        return new Connection(seen, logged == null ? LoggedSide.of(record) : logged.and(record), told);
    }

    Connection told(Conflict conflict) {
        return new Connection(seen, logged, told | conflict.bit());
    }

    Connection takenBack(Conflict conflict) {
        return new Connection(seen, logged, told & ~conflict.bit());
    }

    boolean hasTold(Conflict conflict) {
        return (told & conflict.bit()) != 0;
    }

    /** Whether flow logs let it through and a sensor saw it. */
    boolean isCovered() {
        return seen != null && isCounted();
    }

    /** Whether flow logs let it through. */
    boolean isCounted() {
        return logged != null && logged.allowed();
    }

    private boolean isApart(Instant from, Instant to) {
        Instant first = seen == null ? null : seen.first();
        Instant last = seen == null ? null : seen.last();
        if (logged != null) {
            first = first == null || logged.first().isBefore(first) ? logged.first() : first;
            last = last == null || logged.last().isAfter(last) ? logged.last() : last;
        }
        return first != null && (from.isAfter(last.plus(WINDOW)) || to.isBefore(first.minus(WINDOW)));
    }
}
