package io.plainsight.stream.detection.mutual;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the clients of one service showed so far. Immutable.
 *
 * @param first when it was first known whether a client showed a certificate
 * @param last when the memory last changed
 * @param known handshakes counted; beyond {@link #COUNTED} only a sample is
 * @param presented those with a certificate
 * @param without clients that were seen without one while the baseline was learned, the latest last
 * @param hour beginning of the hour that the next two count, since its first refusal; both are halved when they come to {@link
 *     #HALVED}, so that their relation follows the latest
 * @param accepted handshakes with a certificate
 * @param refused refusals
 * @param failing whether it was told that many are refused
 */
record MutualTlsMemory(
        Instant first,
        Instant last,
        long known,
        long presented,
        List<String> without,
        Instant hour,
        long accepted,
        long refused,
        boolean failing) {
    /** Fewer handshakes, or a shorter time, are no baseline. */
    static final long BASELINE_COUNT = 50;

    static final Duration BASELINE_TIME = Duration.ofHours(24);

    /** From this share on, a client without a certificate is the exception. */
    static final double BASELINE_SHARE = 0.95;

    /** What nobody confirmed for so long is no baseline any more. */
    static final Duration MEMORY = Duration.ofDays(30);

    /** From here on one handshake in {@link #SAMPLE} is counted. */
    static final long COUNTED = 200;

    static final int SAMPLE = 64;

    static final long HALVED = 1_000;

    static final int MAX_WITHOUT = 32;

    static final MutualTlsMemory NONE = new MutualTlsMemory(null, null, 0, 0, List.of(), null, 0, 0, false);

    MutualTlsMemory {
        without = without == null ? List.of() : without; // absent in JSON where empty
    }

    /** Whether clients of this service show certificates as a rule, as far as was known before {@code at}. */
    boolean isBaseline(Instant at) {
        return first != null
                && known >= BASELINE_COUNT
                && presented >= BASELINE_SHARE * known
                && Duration.between(first, last).compareTo(BASELINE_TIME) >= 0
                && at.isAfter(first)
                && !at.isAfter(last.plus(MEMORY));
    }

    /** A handshake whose outcome counts for the baseline. */
    MutualTlsMemory with(String client, boolean shown, Instant at) {
        boolean stale = last != null && (at.isAfter(last.plus(MEMORY)) || at.isBefore(first.minus(MEMORY)));
        if (stale && at.isBefore(first)) {
            return this; // a capture of another time teaches nothing about today
        }
        MutualTlsMemory base = stale ? NONE : this;
        List<String> next = base.without;
        if (!shown && !next.contains(client) && !base.isBaseline(at)) {
            next = new ArrayList<>(next.size() < MAX_WITHOUT ? next : next.subList(1, next.size()));
            next.add(client);
        }
        return new MutualTlsMemory(
                base.first == null || at.isBefore(base.first) ? at : base.first,
                base.last == null || at.isAfter(base.last) ? at : base.last,
                base.known + 1,
                base.presented + (shown ? 1 : 0),
                List.copyOf(next),
                base.hour,
                base.accepted,
                base.refused,
                base.failing);
    }

    /** A handshake of the current hour that the server accepted with a certificate, or refused. */
    MutualTlsMemory inHour(boolean wasRefused, Instant at) {
        Instant begin = Instant.ofEpochSecond(at.getEpochSecond() / 3600 * 3600);
        boolean same = begin.equals(hour);
        if (hour != null && begin.isBefore(hour)) {
            return this;
        }
        long nextAccepted = (same ? accepted : 0) + (wasRefused ? 0 : 1);
        long nextRefused = (same ? refused : 0) + (wasRefused ? 1 : 0);
        int divisor = nextAccepted + nextRefused >= HALVED ? 2 : 1;
        return new MutualTlsMemory(
                first, last, known, presented, without, begin, nextAccepted / divisor, nextRefused / divisor, failing);
    }

    MutualTlsMemory failing(boolean value) {
        return new MutualTlsMemory(first, last, known, presented, without, hour, accepted, refused, value);
    }

    /** Share of refusals among the attempts of the hour, 0 to 1. */
    double refusedShare() {
        return accepted + refused == 0 ? 0 : (double) refused / (accepted + refused);
    }
}
