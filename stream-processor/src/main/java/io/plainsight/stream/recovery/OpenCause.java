package io.plainsight.stream.recovery;

import io.plainsight.events.Alert;
import io.plainsight.stream.detection.Finding;
import java.time.Duration;
import java.time.Instant;

/**
 * One thing that was found wrong with a service, and how long it has stayed away since. Immutable.
 *
 * <p>It is over once {@link #CLEAN_CONNECTIONS} connections were clean, begun over at least {@link #CLEAN_TIME} after the last
 * bad one. Where clean and bad connections alternate, it must stay away for twice the longest pause that it has taken so
 * far, up to {@link #LONGEST_PAUSE}: a client that speaks in clear once a day does not open and close an alert each day.
 *
 * <p>The last bad connection is known to the nearest {@link #RESOLUTION}, so that a storm of them is not a storm of writes;
 * clean ones count only when they began later than that.
 *
 * @param rule the rule's id
 * @param subject as the findings had it, and so are cause and entity
 * @param scope whose clean connections count, in the words of the detector; null for everybody's
 * @param lastBad packet time
 * @param cleanSince when the first clean connection after it began; null before there was one
 * @param clean clean connections since, at most {@link #CLEAN_CONNECTIONS}
 * @param pauseSeconds the longest time between two bad ones with clean ones between them
 * @param over whether it was closed; kept, so that the pause is known when it comes back
 */
public record OpenCause(
        String rule,
        String subject,
        String cause,
        Alert.Entity entity,
        String scope,
        Instant lastBad,
        Instant cleanSince,
        int clean,
        long pauseSeconds,
        boolean over) {

    /** Clean connections without which nothing is over: silence alone says nothing. */
    public static final int CLEAN_CONNECTIONS = 20;

    /** Packet time over which the clean connections must have begun. */
    public static final Duration CLEAN_TIME = Duration.ofHours(1);

    /** What comes back later than that begins anew. */
    public static final Duration LONGEST_PAUSE = Duration.ofDays(7);

    /** How exactly the last bad connection is remembered. */
    static final Duration RESOLUTION = Duration.ofMinutes(1);

    private static final int PATIENCE = 2;

    public OpenCause {
        cause = cause == null ? "" : cause; // what is empty is absent in JSON
    }

    static OpenCause of(Finding finding, String scope) {
        return new OpenCause(
                finding.rule(),
                finding.subject(),
                finding.cause(),
                finding.entity(),
                scope,
                finding.time(),
                null,
                0,
                0,
                false);
    }

    boolean isAbout(Finding finding) {
        return rule.equals(finding.rule()) && subject.equals(finding.subject()) && cause.equals(finding.cause());
    }

    /** This and a bad connection at {@code at}; the same instance where that changes nothing. */
    OpenCause bad(Instant at, String byWhom) {
        boolean old = !at.isAfter(lastBad);
        boolean sameStorm = clean == 0 && !over && at.isBefore(lastBad.plus(RESOLUTION));
        if (old || sameStorm) {
            return this;
        }
        Duration pause = Duration.between(lastBad, at);
        boolean interrupted = (clean > 0 || over) && pause.compareTo(LONGEST_PAUSE) <= 0;
        long longest = interrupted ? Math.max(pauseSeconds, pause.toSeconds()) : over ? 0 : pauseSeconds;
        return new OpenCause(rule, subject, cause, entity, byWhom, at, null, 0, longest, false);
    }

    /** This and a clean connection that began at {@code start}; the same instance where that changes nothing. */
    OpenCause clean(Instant start) {
        if (clean >= CLEAN_CONNECTIONS || !start.isAfter(lastBad.plus(RESOLUTION))) {
            return this;
        }
        Instant since = cleanSince == null || start.isBefore(cleanSince) ? start : cleanSince;
        return new OpenCause(rule, subject, cause, entity, scope, lastBad, since, clean + 1, pauseSeconds, over);
    }

    /** Whether a clean connection that began at {@code start} and was counted ends it. */
    boolean isOver(Instant start) {
        return clean >= CLEAN_CONNECTIONS && !start.isBefore(cleanSince.plus(needed()));
    }

    /** How long it must stay away. */
    Duration needed() {
        Duration patient = Duration.ofSeconds(PATIENCE * pauseSeconds);
        Duration atLeast = patient.compareTo(CLEAN_TIME) > 0 ? patient : CLEAN_TIME;
        return atLeast.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : atLeast;
    }

    OpenCause closed() {
        return new OpenCause(rule, subject, cause, entity, scope, lastBad, null, 0, pauseSeconds, true);
    }
}
