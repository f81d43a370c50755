package io.plainsight.stream.detection.certificate;

import io.plainsight.events.Alert.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How close a certificate is to its end.
 *
 * @param name {@code expired}, or the days of the stage such as {@code 7d}
 * @param remaining time left, negative once expired
 * @param limit the remaining time at which the stage begins
 */
record ExpiryStage(String name, Severity severity, Duration remaining, Duration limit) {
    static final String EXPIRED = "expired";
    static final String OVERDUE = "overdue";

    /** A renewal that comes this much later than usual is overdue. */
    static final double OVERDUE_FACTOR = 1.2;

    /** Certificates that live shorter than this are renewed by design close to their end. */
    static final Duration SHORT_LIFE = Duration.ofDays(90);

    /**
     * The stage at {@code at}; empty while there is time left, and while the certificate is not yet valid.
     *
     * @param stages remaining days, falling, as in the policy
     */
    static Optional<ExpiryStage> of(Instant notBefore, Instant notAfter, Instant at, List<Integer> stages) {
        if (notAfter == null || notBefore != null && at.isBefore(notBefore)) {
            return Optional.empty();
        }
        Duration remaining = Duration.between(at, notAfter);
        if (remaining.isNegative()) { // RFC 5280 section 4.1.2.5: notAfter itself is still valid
            return Optional.of(new ExpiryStage(EXPIRED, Severity.HIGH, remaining, Duration.ZERO));
        }
        ExpiryStage reached = null;
        for (int i = 0; i < stages.size(); i++) {
            Duration limit = limit(notBefore, notAfter, stages.get(0), stages.get(i));
            if (remaining.compareTo(limit) <= 0) {
                reached = new ExpiryStage(
                        stages.get(i) + "d",
                        i == 0 && stages.size() > 1 ? Severity.LOW : Severity.MEDIUM,
                        remaining,
                        limit);
            }
        }
        return Optional.ofNullable(reached);
    }

    /**
     * What becomes of a stage when it is known at which share of its life such a certificate is renewed: the first stage, a
     * reminder, says nothing before that point has passed by a fifth; past it, the missing renewal is told at any time.
     */
    static Optional<ExpiryStage> byRhythm(
            Optional<ExpiryStage> stage, Instant notBefore, Instant notAfter, Instant at, double usualRenewal) {
        boolean reminder =
                stage.map(reached -> reached.severity() == Severity.LOW).orElse(true);
        if (!reminder || notBefore == null || notAfter == null || at.isBefore(notBefore)) {
            return stage;
        }
        double life = Duration.between(notBefore, notAfter).toSeconds();
        double overdueAt = OVERDUE_FACTOR * usualRenewal * life;
        if (Duration.between(notBefore, at).toSeconds() < overdueAt) {
            return Optional.empty();
        }
        return stage.isPresent()
                ? stage
                : Optional.of(
                        new ExpiryStage(OVERDUE, Severity.LOW, Duration.between(at, notAfter), Duration.ofSeconds((long)
                                (life - overdueAt))));
    }

    /** The stage's days, but within the last third of a short life; stages that would coincide there keep their distances. */
    private static Duration limit(Instant notBefore, Instant notAfter, int firstDays, int stageDays) {
        Duration stage = Duration.ofDays(stageDays);
        if (notBefore == null) {
            return stage;
        }
        Duration life = Duration.between(notBefore, notAfter);
        Duration third = life.dividedBy(3);
        boolean shortened = life.compareTo(SHORT_LIFE) < 0 && third.compareTo(stage) < 0;
        return shortened ? third.multipliedBy(stageDays).dividedBy(firstDays) : stage;
    }
}
