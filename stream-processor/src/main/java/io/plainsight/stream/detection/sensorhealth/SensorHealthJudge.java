package io.plainsight.stream.detection.sensorhealth;

import io.plainsight.events.Alert;
import io.plainsight.events.Alert.Severity;
import io.plainsight.events.Observation;
import io.plainsight.events.Observation.SensorStatus;
import io.plainsight.stream.detection.Finding;
import io.plainsight.stream.detection.FindingBuilder;
import io.plainsight.stream.detection.sensorhealth.HealthCause.Of;
import io.plainsight.stream.detection.sensorhealth.SensorMemory.Figures;
import io.plainsight.stream.detection.sensorhealth.SensorMemory.Trouble;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges what a sensor tells of itself, and that it tells nothing. Stateless, thread-safe.
 *
 * <p>A cause is bad when the records of the last minute show it beyond its threshold, and over {@value #HEALTHY_SECONDS} s
 * after the last record that brought more of it while it was bad, so that loss that comes and goes within two minutes is one
 * alert and not many. All of this is packet time; only silence has no other clock than the wall's.
 */
final class SensorHealthJudge {
    static final long HEALTHY_SECONDS = 120;
    /** Six records missed. */
    static final Duration SILENCE = Duration.ofSeconds(60);
    /** One packet in a hundred: every tenth handshake of ten packets is seen with a hole. */
    static final double SEVERE_SHARE = 0.01;

    /** A mirror brings the odd half connection; a fifth of twenty is a direction that does not come. */
    static final double ONE_SIDED_SHARE = 0.2;

    static final long ONE_SIDED_LEAST = 20;
    /** A third of the shortest window in which connections are compared, the 30 seconds of a fallback dance. */
    static final long AHEAD_SECONDS = 10;
    /** As long as silence: six records. */
    static final long LATE_SECONDS = 60;
    /** Even an idle segment has its announcements within minutes. */
    static final Duration DARKNESS = Duration.ofMinutes(10);
    /** An interface that never had much may be idle for long. */
    static final long BUSY_PACKETS = 10_000;

    private static final Duration HEALTHY = Duration.ofSeconds(HEALTHY_SECONDS);
    private static final int SEVERE_LEVEL = 2;
    /** Records of a minute: overload of the first level is told when it lasts as long. */
    private static final int LASTING_RECORDS = 6;

    /** What follows from a record. */
    record Verdict(SensorMemory memory, List<Finding> findings) {}

    /** How bad a cause is within the last minute. */
    private record Measure(long lost, double share, boolean bad, Severity severity) {}

    /**
     * A record of a sensor on an interface.
     *
     * @param nowMs wall clock
     * @param lateSeconds how long after its own time the record came; negative when before that time, 0 where nobody can tell
     */
    Verdict judge(Observation record, SensorMemory before, long nowMs, long lateSeconds) {
        SensorStatus status = record.plainsight().sensor();
        boolean last = SensorStatus.STOPPED.equals(status.state());
        Instant end = record.timestamp();
        Figures figures = figures(record, lateSeconds);
        SensorMemory memory = before.heard(figures, record.event().id(), nowMs, last);
        List<Finding> findings = new ArrayList<>();
        for (HealthCause cause : HealthCause.values()) {
            Trouble trouble = memory.open().get(cause);
            Measure measure = cause == HealthCause.DARK ? dark(memory) : measure(cause, memory.recent());
            if (measure.bad() && !last) {
                long total = (trouble == null ? measure.lost() : trouble.lost() + figures.lost(cause.reasons()));
                Instant latest = trouble == null || shows(cause, figures) ? end : trouble.last();
                Trouble now = new Trouble(trouble == null ? end : trouble.since(), latest, total);
                memory = memory.with(cause, now);
                findings.add(finding(record, memory.name(), cause, measure, now));
            } else if (trouble != null) {
                // loss that alone is none to speak of still belongs to what came before
                trouble = new Trouble(trouble.since(), trouble.last(), trouble.lost() + figures.lost(cause.reasons()));
                boolean over = last
                        || cause == HealthCause.SILENT
                        || !end.isBefore(trouble.last().plus(HEALTHY));
                memory = over ? memory.without(cause) : memory.with(cause, trouble);
                if (over) {
                    findings.add(over(record, memory.name(), cause, trouble, last));
                }
            }
        }
        return new Verdict(memory, List.copyOf(findings));
    }

    /** The record of a capture file that was read to its end; it is not heard of again. */
    List<Finding> judgeFile(Observation record) {
        Figures figures = figures(record, 0);
        String path = record.log() == null || record.log().file() == null
                ? ""
                : " (" + record.log().file().path() + ")";
        List<Finding> findings = new ArrayList<>();
        for (HealthCause cause : HealthCause.values()) {
            Measure measure = measure(cause, List.of(figures));
            if (measure.bad() && cause.isOfFiles()) {
                Trouble trouble = new Trouble(record.timestamp(), record.timestamp(), measure.lost());
                findings.add(finding(record, record.observer().text() + path, cause, measure, trouble));
            }
        }
        return findings;
    }

    /**
     * Whether nothing was heard for so long that something must be wrong.
     *
     * @param sinceMs when listening began, at least
     */
    boolean isSilent(SensorMemory memory, long sinceMs, long nowMs) {
        return !memory.stopped()
                && !memory.isSilent()
                && nowMs - Math.max(memory.heardMs(), sinceMs) >= SILENCE.toMillis();
    }

    /** A sensor that has told nothing any more. */
    Verdict silent(SensorMemory memory) {
        Instant at = memory.heard().plus(SILENCE);
        Finding finding = FindingBuilder.of(SensorHealthRule.TEXT.id(), at, memory.record())
                .about(memory.name(), entity(memory.name()))
                .cause(HealthCause.SILENT.id())
                .severity(Severity.HIGH)
                .reason("Sensor " + memory.name() + " has told nothing of itself since " + memory.heard()
                        + ": its traffic is not seen, or what it sees does not arrive.")
                .value("last_heard", memory.heard().toString())
                .threshold("silence_seconds", SILENCE.toSeconds())
                .evidence(List.of(
                        new Alert.Evidence(memory.record(), memory.heard(), null, null, null, "its last record")))
                .remediation(HealthCause.SILENT.remediation())
                .build();
        return new Verdict(memory.with(HealthCause.SILENT, new Trouble(memory.heard(), at, 0)), List.of(finding));
    }

    private static Figures figures(Observation record, long lateSeconds) {
        SensorStatus status = record.plainsight().sensor();
        return new Figures(
                record.timestamp(),
                orNone(status.packets()),
                orNone(status.connections()),
                status.lost(),
                status.overloadLevel() == null ? 0 : status.overloadLevel(),
                orNone(status.absentSeconds()),
                orNone(status.endedBothWays()),
                orNone(status.endedOneWay()),
                lateSeconds);
    }

    private static long orNone(Long count) {
        return count == null ? 0 : count;
    }

    /** By what is remembered from before the last minute, too. */
    private static Measure dark(SensorMemory memory) {
        boolean bad = memory.packets() >= BUSY_PACKETS && memory.dark().compareTo(DARKNESS) >= 0;
        return new Measure(memory.dark().toSeconds(), 0, bad, Severity.HIGH);
    }

    private static Measure measure(HealthCause cause, List<Figures> window) {
        Figures latest = window.get(window.size() - 1);
        return switch (cause) {
            case OVERLOAD -> overload(window);
            case ABSENT -> {
                long seconds = window.stream().mapToLong(Figures::absentSeconds).sum();
                yield new Measure(seconds, 0, seconds > 0, Severity.HIGH);
            }
            case ONE_SIDED -> oneSided(window);
            case CLOCK -> {
                long ahead = Math.max(0, -latest.lateSeconds());
                yield new Measure(ahead, 0, ahead >= AHEAD_SECONDS, Severity.MEDIUM);
            }
            case LATE -> {
                long late = Math.max(0, latest.lateSeconds());
                yield new Measure(late, 0, late >= LATE_SECONDS, Severity.MEDIUM);
            }
            default -> loss(cause, window);
        };
    }

    private static Measure overload(List<Figures> window) {
        int highest = window.stream().mapToInt(Figures::overloadLevel).max().orElse(0);
        boolean lasts =
                window.size() >= LASTING_RECORDS && window.stream().allMatch(figures -> figures.overloadLevel() > 0);
        boolean severe = highest >= SEVERE_LEVEL;
        return new Measure(highest, 0, severe || lasts, severe ? Severity.HIGH : Severity.MEDIUM);
    }

    private static Measure oneSided(List<Figures> window) {
        long one = window.stream().mapToLong(Figures::oneWay).sum();
        long all = one + window.stream().mapToLong(Figures::bothWays).sum();
        double share = all == 0 ? 0 : (double) one / all;
        return new Measure(one, share, all >= ONE_SIDED_LEAST && share >= ONE_SIDED_SHARE, Severity.MEDIUM);
    }

    private static Measure loss(HealthCause cause, List<Figures> window) {
        long lost = window.stream()
                .mapToLong(figures -> figures.lost(cause.reasons()))
                .sum();
        long whole =
                switch (cause.of()) {
                    case PACKETS ->
                        lost + window.stream().mapToLong(Figures::packets).sum();
                    case CONNECTIONS ->
                        Math.max(
                                lost,
                                window.stream().mapToLong(Figures::connections).sum());
                    case NOTHING -> 0;
                };
        double share = whole == 0 ? 0 : (double) lost / whole;
        boolean bad = cause.least() > 0 && lost >= cause.least() && share >= cause.share();
        boolean severe = cause.of() == Of.NOTHING || cause.of() == Of.PACKETS && share >= SEVERE_SHARE;
        return new Measure(lost, share, bad, severe ? Severity.HIGH : Severity.MEDIUM);
    }

    /** Whether the record itself, and not only the ones before it, shows the cause. */
    private static boolean shows(HealthCause cause, Figures figures) {
        return switch (cause) {
            case OVERLOAD -> figures.overloadLevel() > 0;
            case ABSENT -> figures.absentSeconds() > 0;
            case DARK -> figures.packets() == 0;
            case ONE_SIDED -> figures.oneWay() > 0;
            case CLOCK -> figures.lateSeconds() <= -AHEAD_SECONDS;
            case LATE -> figures.lateSeconds() >= LATE_SECONDS;
            default -> figures.lost(cause.reasons()) > 0;
        };
    }

    private static Finding finding(
            Observation record, String name, HealthCause cause, Measure measure, Trouble trouble) {
        FindingBuilder finding = start(record, name, cause)
                .severity(measure.severity())
                .note(note(record))
                .value("since", trouble.since().toString());
        return switch (cause) {
            case OVERLOAD ->
                finding.reason("Sensor " + name + " is overloaded (level " + measure.lost()
                                + " of 4) and leaves payload unread; connections become unknown.")
                        .value("overload_level", measure.lost())
                        .value("sacrificed", record.plainsight().sensor().sacrificed())
                        .threshold("overload_level", SEVERE_LEVEL)
                        .build();
            case ABSENT ->
                finding.reason("Sensor " + name + " has no interface to capture on: it was not there for "
                                + measure.lost() + " s of the last minute, and nothing was seen meanwhile.")
                        .value("absent_seconds", measure.lost())
                        .build();
            case DARK ->
                finding.reason("Sensor " + name + " has seen no packet for " + measure.lost() + " s.")
                        .value("dark_seconds", measure.lost())
                        .threshold("dark_seconds", DARKNESS.toSeconds())
                        .build();
            case ONE_SIDED ->
                finding.reason("Sensor " + name + " sees one direction only of " + measure.lost()
                                + " connections that ended in the last minute, " + percent(measure.share())
                                + " of all; how they are protected stays unknown.")
                        .value("one_way", measure.lost())
                        .value("share", rounded(measure.share()))
                        .threshold("share", ONE_SIDED_SHARE)
                        .threshold("connections", ONE_SIDED_LEAST)
                        .build();
            case CLOCK ->
                finding.reason("The clock of sensor " + name + " is at least " + measure.lost()
                                + " s ahead of the stream processor's.")
                        .value("ahead_seconds", measure.lost())
                        .threshold("ahead_seconds", AHEAD_SECONDS)
                        .build();
            case LATE ->
                finding.reason("What sensor " + name + " tells comes " + measure.lost()
                                + " s late, or its clock is as far behind.")
                        .value("late_seconds", measure.lost())
                        .value(
                                "waiting_observations",
                                record.plainsight().sensor().waitingObservations())
                        .threshold("late_seconds", LATE_SECONDS)
                        .build();
            default -> losing(finding, name, cause, measure, trouble);
        };
    }

    private static Finding losing(
            FindingBuilder finding, String name, HealthCause cause, Measure measure, Trouble trouble) {
        String share = cause.of() == Of.NOTHING ? "" : ", " + percent(measure.share()) + " of all " + of(cause);
        finding.reason("Sensor " + name + " is losing " + cause.what() + ": " + measure.lost() + " in the last minute"
                        + share + ".")
                .value("lost", measure.lost())
                .value("lost_in_all", trouble.lost())
                .threshold("lost", cause.least());
        if (cause.of() != Of.NOTHING) {
            finding.value("share", rounded(measure.share())).threshold("share", cause.share());
        }
        return finding.build();
    }

    private static Finding over(Observation record, String name, HealthCause cause, Trouble trouble, boolean stopped) {
        Duration lasted = Duration.between(trouble.since(), trouble.last());
        String reason =
                switch (cause) {
                    case SILENT ->
                        "Sensor " + name + " tells of itself again; what passed since " + trouble.since()
                                + " may be missing.";
                    case OVERLOAD ->
                        "Sensor " + name + " was overloaded for " + lasted.toSeconds()
                                + " s and reads everything again.";
                    case ABSENT ->
                        "The interface of sensor " + name + " is back; what passed since " + trouble.since()
                                + " may be missing.";
                    case DARK -> "Sensor " + name + " sees packets again.";
                    case ONE_SIDED -> "Sensor " + name + " sees both directions again.";
                    case CLOCK -> "The clock of sensor " + name + " is right again.";
                    case LATE -> "What sensor " + name + " tells is in time again.";
                    default ->
                        "Sensor " + name + " lost " + cause.what() + " for " + lasted.toSeconds() + " s, "
                                + trouble.lost() + " in all, and loses none any more.";
                };
        FindingBuilder finding = start(record, name, cause)
                .reason(stopped ? reason + " It was stopped." : reason)
                .note("well again")
                .resolved(true)
                .value("since", trouble.since().toString())
                .value(
                        "until",
                        stopped || cause == HealthCause.SILENT
                                ? record.timestamp().toString()
                                : trouble.last().toString());
        return cause.reasons().isEmpty()
                ? finding.build()
                : finding.value("lost_in_all", trouble.lost()).build();
    }

    private static FindingBuilder start(Observation record, String name, HealthCause cause) {
        return FindingBuilder.of(SensorHealthRule.TEXT, record)
                .about(name, entity(name))
                .cause(cause.id())
                .remediation(cause.remediation())
                .value("cause", cause.id());
    }

    private static Alert.Entity entity(String name) {
        return new Alert.Entity("sensor", name, null);
    }

    private static String note(Observation record) {
        SensorStatus status = record.plainsight().sensor();
        return "packets " + status.packets() + ", lost " + (status.lost() == null ? "none" : status.lost())
                + ", overload level " + status.overloadLevel();
    }

    private static String of(HealthCause cause) {
        return cause.of() == Of.PACKETS ? "packets" : "connections";
    }

    private static double rounded(double share) {
        return Math.round(share * 1e6) / 1e6;
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, share < 0.1 ? "%.2f %%" : "%.0f %%", share * 100);
    }
}
