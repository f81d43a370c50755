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

    /**
     * Certificates that live up to this long are renewed by a program: what public authorities issue for at most from 2027 on
     * (ballot SC-081v3), 90 days by most that do today.
     */
    static final Duration SHORT_LIFE = Duration.ofDays(100);

    /**
     * The part of a short life in which its end is told. Programs renew when a third is left (certbot, cert-manager, Caddy:
     * their default), at the next run of a timer: a fifth late is {@code 1.2 * 2/3} of the life.
     */
    private static final int LAST_PART = 5;

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
     * What becomes of a stage when it is known at which share of its life such a certificate is renewed. Before it is overdue, the
     * first stage, a reminder, says nothing; nor does a later one of a short life that is renewed so regularly. Past that
     * point a regular renewal that is missing is told at any time.
     */
    static Optional<ExpiryStage> byRhythm(
            Optional<ExpiryStage> stage, Instant notBefore, Instant notAfter, Instant at, RenewalRhythm rhythm) {
        if (notBefore == null || notAfter == null || at.isBefore(notBefore) || at.isAfter(notAfter)) {
            return stage;
        }
        Duration life = Duration.between(notBefore, notAfter);
        Duration overdue = Duration.ofSeconds((long) (rhythm.overdueAt() * life.toSeconds()));
        if (Duration.between(notBefore, at).compareTo(overdue) < 0) {
            boolean always = rhythm.regular() && isShort(life);
            return stage.filter(reached -> !always && reached.severity() != Severity.LOW);
        }
        return stage.isPresent() || !rhythm.regular()
                ? stage
                : Optional.of(
                        new ExpiryStage(OVERDUE, Severity.LOW, Duration.between(at, notAfter), life.minus(overdue)));
    }

    /** The stage's days, but within the last part of a short life; stages that would coincide there keep their distances. */
    private static Duration limit(Instant notBefore, Instant notAfter, int firstDays, int stageDays) {
        Duration stage = Duration.ofDays(stageDays);
        if (notBefore == null) {
            return stage;
        }
        Duration life = Duration.between(notBefore, notAfter);
        Duration last = life.dividedBy(LAST_PART);
        return isShort(life) && last.compareTo(stage) < 0
                ? last.multipliedBy(stageDays).dividedBy(firstDays)
                : stage;
    }

    private static boolean isShort(Duration life) {
        return life.compareTo(SHORT_LIFE) <= 0;
    }
}
