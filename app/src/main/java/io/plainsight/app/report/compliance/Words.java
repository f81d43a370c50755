package io.plainsight.app.report.compliance;

import io.plainsight.events.Json;
import io.plainsight.events.Posture;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;

/** Numbers, shares and times as a reader wants them. Pure functions. */
final class Words {
    private static final String NONE = "–";
    private static final int SECONDS_LENGTH = "2026-11-20T10:15:30".length();
    private static final double PERCENT = 100;

    private Words() {}

    static String number(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    static String number(double value) {
        return value == Math.rint(value) ? number((long) value) : String.format(Locale.ROOT, "%,.1f", value);
    }

    /** Never rounds something to nothing, nor nearly all to all. */
    static String share(Double share) {
        if (share == null) {
            return NONE;
        }
        double percent = share * PERCENT;
        if (percent > 0 && percent < 0.1) {
            return "<0.1 %";
        }
        if (percent < PERCENT && percent > 99.9) {
            return ">99.9 %";
        }
        return String.format(Locale.ROOT, percent == 0 || percent == PERCENT ? "%.0f %%" : "%.1f %%", percent);
    }

    /** {@code 90.1 % to 95.0 %}; one figure where there is nothing in between. */
    static String range(Double lower, Double upper) {
        if (lower == null || upper == null) {
            return NONE;
        }
        return lower.equals(upper) ? share(lower) : share(lower) + " to " + share(upper);
    }

    static String bounds(Posture.Share share) {
        return range(share.lower(), share.upper());
    }

    /** To the second, UTC. */
    static String time(Instant time) {
        return time == null
                ? NONE
                : Json.format(time).substring(0, SECONDS_LENGTH).replace('T', ' ');
    }

    /** A measure's value in its unit, which its name ends in. */
    static String measured(String measure, double value) {
        if (measure.endsWith("_days")) {
            return number(Math.round(value)) + (Math.round(value) == 1 ? " day" : " days");
        }
        Duration duration = Duration.ofSeconds(Math.round(value));
        if (duration.toDays() > 1) {
            return duration.toDays() + " d " + duration.toHoursPart() + " h";
        }
        if (duration.toHours() > 0) {
            return duration.toHours() + " h " + duration.toMinutesPart() + " min";
        }
        return duration.toMinutes() > 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toSeconds() + " s";
    }

    /** Within the tenth that buckets are wide. */
    static String median(String measure, Posture.Spread spread) {
        String lower = measured(measure, spread.medianLower());
        String upper = measured(measure, spread.medianUpper());
        return lower.equals(upper) ? lower : lower + " to " + upper;
    }
}
