package io.plainsight.stream.detection.starttls;

import java.time.Duration;
import java.time.Instant;

/**
 * What one client saw of a service, through one sensor. Immutable.
 *
 * @param able connections that were offered, or got, the upgrade
 * @param lastAble packet time; null for none
 * @param unable connections that were not
 * @param unableInARow of those, the ones since the last that was able
 * @param returns how often the offer came back after it had been missing
 * @param used connections in which TLS followed
 */
record View(
        Path path,
        long able,
        Instant lastAble,
        long unable,
        Instant lastUnable,
        long unableInARow,
        long returns,
        long used) {
    private static final Duration COARSE = Duration.ofMinutes(1);
    /** Beyond this a count says nothing new. */
    private static final long ENOUGH = 20;

    static View of(Path path) {
        return new View(path, 0, null, 0, null, 0, 0, 0);
    }

    /** Another connection; the same instance where it says nothing new. */
    View with(boolean isAble, boolean isUsed, Instant at) {
        if (isAble) {
            boolean known =
                    unableInARow == 0 && Math.min(able, isUsed ? used : ENOUGH) >= ENOUGH && isRecent(lastAble, at);
            long back = unableInARow > 0 ? returns + 1 : returns;
            return known
                    ? this
                    : new View(
                            path, able + 1, later(lastAble, at), unable, lastUnable, 0, back, used + (isUsed ? 1 : 0));
        }
        boolean known = unableInARow >= ENOUGH && isRecent(lastUnable, at);
        return known
                ? this
                : new View(path, able, lastAble, unable + 1, later(lastUnable, at), unableInARow + 1, returns, used);
    }

    /** A connection that counts already, and was able, was still there. */
    View seenAt(Instant at) {
        return isRecent(lastAble, at)
                ? this
                : new View(path, able, later(lastAble, at), unable, lastUnable, unableInARow, returns, used);
    }

    /** Whether the offer was seen within this time before or after. */
    boolean wasAble(Instant at, Duration within) {
        return isNear(lastAble, at, within);
    }

    boolean wasUnable(Instant at, Duration within) {
        return isNear(lastUnable, at, within);
    }

    Instant last() {
        return lastAble == null || lastUnable != null && lastUnable.isAfter(lastAble) ? lastUnable : lastAble;
    }

    private static boolean isNear(Instant seen, Instant at, Duration within) {
        return seen != null && Duration.between(seen, at).abs().compareTo(within) <= 0;
    }

    private static boolean isRecent(Instant seen, Instant at) {
        return seen != null && !at.isAfter(seen.plus(COARSE));
    }

    private static Instant later(Instant a, Instant b) {
        return a == null || b.isAfter(a) ? b : a;
    }
}
