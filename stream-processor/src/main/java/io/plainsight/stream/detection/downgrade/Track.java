package io.plainsight.stream.detection.downgrade;

import io.plainsight.stream.state.Sightings;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What has been seen of one dimension of one entity: how often each level, and the latest stretch of levels below the best.
 * Immutable.
 *
 * <p>The order in which records arrive does not matter beyond {@link #GRACE}: everything is kept by packet time, and a low
 * level counts only once whatever happened beside it has had time to arrive. A pool whose members differ shows its lower
 * level now and then from the beginning, and stays silent unless its better level vanishes.
 *
 * @param sightings levels that the entity can ({@code can:}) or says it can ({@code proven:}), and those that it chose although
 *     it could better ({@code below:})
 * @param lows the first low levels after the last best one, by client, at most {@value #MAX_LOWS}
 * @param raised for whom a regression stands: null for nobody, {@link #EVERYBODY}, or a client's hash
 * @param clean best levels since, while a regression stands
 */
record Track(Sightings sightings, List<Low> lows, Long raised, int clean) {
    static final int MAX_LOWS = 32;
    /** Fewer sightings, or a shorter time, are no history. */
    static final int ESTABLISHED_COUNT = 20;

    static final Duration ESTABLISHED_TIME = Duration.ofHours(24);
    /** Records of several sensors may arrive so much out of order. */
    static final Duration GRACE = Duration.ofSeconds(60);
    /** One odd handshake is none, two may be a coincidence. */
    static final int MIN_LOWS = 3;
    /** A level that belongs to the pool must be alone for so long that chance does not explain it. */
    static final double CHANCE = 1e-9;
    /** Best levels in a row that end a regression. */
    static final int CLEAN = 3;
    /** From here on sightings are counted by sample, so that a busy service does not write on each handshake. */
    static final int EXACT = 64;

    static final int SAMPLE = 16;
    /** How exactly the time of the last sighting is known where samples are kept. */
    private static final Duration FRESH = Duration.ofMinutes(5);

    static final long EVERYBODY = 0;

    static final Track NONE = new Track(Sightings.NONE, List.of(), null, 0);

    private static final int HIGHEST_LEVEL = 5;
    private static final int LEVELS = HIGHEST_LEVEL + 1;
    private static final String CAN_LEVEL = "can:";
    private static final String[] CAN = facts(CAN_LEVEL);
    private static final String[] PROVEN = facts("proven:");
    private static final String[] BELOW = facts("below:");
    private static final List<String[]> KINDS = List.of(CAN, PROVEN, BELOW);
    static final int FACTS = LEVELS * KINDS.size();

    Track {
        sightings = sightings == null ? Sightings.NONE : sightings;
        lows = lows == null ? List.of() : lows;
    }

    /** A low level: when, to whom, and whether that client had better before. */
    record Low(Instant at, long client, boolean switched) {}

    /**
     * A regression.
     *
     * @param best what was usual
     * @param clients clients in the stretch, counted up to {@value #MAX_LOWS}
     * @param everybody whether nobody gets better any more
     */
    record Fall(int best, long bestCount, int clients, boolean everybody) {}

    private static String[] facts(String prefix) {
        String[] facts = new String[HIGHEST_LEVEL + 1];
        for (int level = 0; level <= HIGHEST_LEVEL; level++) {
            facts[level] = prefix + level;
        }
        return facts;
    }

    /**
     * The number of a fact of {@link #sightings}, from 0 up to {@link #FACTS}; {@link TracksSerde} writes it.
     *
     * @throws IllegalArgumentException when no track has such a fact
     */
    static int number(String fact) {
        for (int kind = 0; kind < KINDS.size(); kind++) {
            for (int level = 0; level <= HIGHEST_LEVEL; level++) {
                if (KINDS.get(kind)[level].equals(fact)) {
                    return kind * LEVELS + level;
                }
            }
        }
        throw new IllegalArgumentException("not a fact of a track: " + fact);
    }

    /** @param number less than {@link #FACTS} */
    static String fact(int number) {
        return KINDS.get(number / LEVELS)[number % LEVELS];
    }

    /** The best level shown before {@code at}; -1 when none is known. */
    int best(Instant at) {
        int best = -1;
        List<Sightings.Span> spans = sightings.spans();
        for (int i = 0; i < spans.size(); i++) {
            Sightings.Span span = spans.get(i);
            if (span.fact().startsWith(CAN_LEVEL) && span.isKnown(at)) {
                best = Math.max(best, span.fact().charAt(CAN_LEVEL.length()) - '0');
            }
        }
        return best;
    }

    /** This track, knowing that the entity itself says that it can {@code level}; repeats within a day are not kept. */
    Track proven(int level, Instant at) {
        Sightings.Span span = sightings.before(PROVEN[level], at);
        boolean news = span == null || span.last().isBefore(at.minus(ESTABLISHED_TIME));
        return news ? new Track(sightings.with(PROVEN[level], at), lows, raised, clean) : this;
    }

    /** The best level that the entity has shown or claimed before {@code at}; -1 when none is known. */
    int bestOrProven(Instant at) {
        int best = best(at);
        for (int level = HIGHEST_LEVEL; level > best; level--) {
            if (sightings.before(PROVEN[level], at) != null) {
                return level;
            }
        }
        return best;
    }

    /** Whether so little was often enough the answer to those who could have had more: older members of a pool give it. */
    boolean gaveBefore(int level, Instant at) {
        return sightings.count(BELOW[level], at) >= MIN_LOWS;
    }

    /** The best level that was shown often and long enough to be relied upon; -1 when there is none. */
    int established(Instant at) {
        for (int level = HIGHEST_LEVEL; level >= 0; level--) {
            Sightings.Span span = sightings.before(CAN[level], at);
            if (span != null
                    && span.count() >= ESTABLISHED_COUNT
                    && span.length().compareTo(ESTABLISHED_TIME) >= 0) {
                return level;
            }
        }
        return -1;
    }

    /**
     * This track and one more sighting.
     *
     * @param could the best level that the client was able to
     * @param client hash of the client, not 0
     * @param switched whether that client had better here before
     * @param sample whether this sighting stands for {@value #SAMPLE} where only samples are kept
     */
    Track with(int level, int could, Instant at, long client, boolean switched, boolean sample) {
        int best = best(at);
        return level < Math.min(best, could)
                ? withLow(level, best, at, client, switched, sample)
                : withBest(level, best, at, client, sample);
    }

    private Track withBest(int level, int best, Instant at, long client, boolean sample) {
        Sightings.Span known = sightings.before(CAN[level], at);
        boolean exact = isExact(known);
        boolean ends = stands(EVERYBODY) || stands(client);
        boolean fresh = !exact && !at.isAfter(known.last().plus(FRESH));
        if (fresh && !sample && lows.isEmpty() && !ends) {
            return this;
        }
        Sightings next = sightings.with(CAN[level], at, exact ? 1 : sample ? SAMPLE : 0);
        boolean top = level >= best;
        List<Low> left = top && !lows.isEmpty() ? left(at, client) : lows;
        return new Track(next, left, raised, ends && top && isLatest(at) ? clean + 1 : clean);
    }

    /** The low levels that are not over with a best level then. */
    private List<Low> left(Instant at, long client) {
        boolean pool = belongsToPool(at);
        List<Low> left = new ArrayList<>(lows);
        left.removeIf(low -> (pool || low.client() == client) && !low.at().isAfter(at));
        return List.copyOf(left);
    }

    /** Whether low levels come and go: then only their uninterrupted stretches tell anything, and no single client's. */
    private boolean belongsToPool(Instant at) {
        long below = 0;
        for (int level = HIGHEST_LEVEL; level >= 0; level--) {
            below += sightings.count(BELOW[level], at);
        }
        return below > lows.size();
    }

    private Track withLow(int level, int best, Instant at, long client, boolean switched, boolean sample) {
        boolean exact = isExact(sightings.before(BELOW[level], at));
        Instant lastBest = lastBest(best, at);
        boolean mixing = lastBest != null && !at.isAfter(lastBest.plus(FRESH));
        if (!exact && !sample && (mixing || raised != null)) {
            return this;
        }
        Sightings next = sightings.with(BELOW[level], at, exact ? 1 : sample ? SAMPLE : 0);
        List<Low> more = new ArrayList<>(lows);
        more.removeIf(low -> stale(low, lastBest));
        if (more.size() < MAX_LOWS) {
            more.add(new Low(at, client, switched));
        }
        return new Track(next, List.copyOf(more), raised, 0);
    }

    /** Neither part of a stretch of everybody's, nor recent enough for one client's. */
    private static boolean stale(Low low, Instant lastBest) {
        return lastBest != null && low.at().isBefore(lastBest.minus(ESTABLISHED_TIME));
    }

    /** Whether a low level just added, see {@link #with}, is part of a regression. */
    Fall fall(int level, int could, Instant at, long client) {
        int best = established(at);
        if (level >= Math.min(best, could)) {
            return null;
        }
        long bestCount = sightings.count(CAN[best], at);
        Instant lastBest = lastBest(best, at);
        List<Low> everybody = lows.stream()
                .filter(low -> lastBest == null || low.at().isAfter(lastBest))
                .toList();
        boolean several = clients(everybody) > 1 || everybody.stream().allMatch(Low::switched);
        if (stands(EVERYBODY) || several && lasts(level, best, everybody, at, false)) {
            return new Fall(best, bestCount, clients(everybody), true);
        }
        List<Low> own = lows.stream()
                .filter(low -> low.client() == client && low.switched())
                .toList();
        boolean alone = stands(client) || lasts(level, best, own, at, true);
        return alone ? new Fall(best, bestCount, 1, false) : null;
    }

    /** How many sightings a low level stands for, if it is one that is kept. */
    int weight(int level, Instant at, boolean sample) {
        return sample && !isExact(sightings.before(BELOW[level], at)) ? SAMPLE : 1;
    }

    private static boolean isExact(Sightings.Span span) {
        return span == null || span.count() < EXACT;
    }

    private boolean stands(long who) {
        return raised != null && raised == who;
    }

    private boolean lasts(int level, int best, List<Low> stretch, Instant at, boolean mustBeNew) {
        Instant settledBy = at.minus(GRACE);
        long settled =
                stretch.stream().filter(low -> !low.at().isAfter(settledBy)).count();
        if (stretch.size() < MIN_LOWS || settled < MIN_LOWS - 1) {
            return false;
        }
        Instant first = stretch.stream().map(Low::at).min(Instant::compareTo).orElse(at);
        Sightings.Span known = sightings.before(BELOW[level], first);
        if (known == null || mustBeNew) {
            return known == null; // one client's new level may be a pool that hands its clients around
        }
        double low = Math.max(1, known.count() - stretch.size());
        double share = low / (low + sightings.count(CAN[best], at));
        // clients are independent of each other; the connections of one are not where a pool keeps its clients
        return Math.pow(share, clients(stretch)) < CHANCE;
    }

    /** This track with the regression noted, so that what follows belongs to it. */
    Track raisedFor(Fall fall, long client) {
        long who = fall.everybody() ? EVERYBODY : client;
        return stands(who) || stands(EVERYBODY) ? this : new Track(sightings, lows, who, 0);
    }

    /** Whether the regression that stands is over. */
    boolean isOver() {
        return raised != null && clean >= CLEAN;
    }

    Track ended() {
        return new Track(sightings, List.of(), null, 0);
    }

    private boolean isLatest(Instant at) {
        return lows.stream().noneMatch(low -> low.at().isAfter(at));
    }

    /** When the best level, or a better one, was last seen; null when it was not. */
    private Instant lastBest(int best, Instant at) {
        Instant last = null;
        for (int level = Math.max(0, best); level <= HIGHEST_LEVEL; level++) {
            Sightings.Span span = sightings.before(CAN[level], at);
            if (span != null && (last == null || span.last().isAfter(last))) {
                last = span.last();
            }
        }
        return last;
    }

    private static int clients(List<Low> stretch) {
        return (int) stretch.stream().mapToLong(Low::client).distinct().count();
    }
}
