package io.plainsight.app.report.compliance;

import io.plainsight.app.UserException;
import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * From a day or an hour to a day or an hour of packet time, UTC, both included; either may be open.
 *
 * @param from null when open
 * @param to null when open
 */
public record PeriodOption(String from, String to) {
    private static final Pattern TEXT = Pattern.compile("(\\d{4}-\\d{2}-\\d{2})(?:T(\\d{2}))?");

    public PeriodOption {
        Instant first = from == null ? Instant.MIN : begin("--from", from);
        Instant last = to == null ? Instant.MAX : begin("--to", to);
        if (first.isAfter(last)) {
            throw new UserException("--from " + from + " is after --to " + to + "; exchange them");
        }
    }

    /** Whether all figures are asked for. */
    boolean isEverything() {
        return from == null && to == null;
    }

    /**
     * Whether figures of a key's period count: whole days where they lie inside, the hours of a day of which only a part does;
     * the total when everything was asked for.
     */
    boolean takes(String key) {
        String period = PostureKeys.period(key);
        if (isEverything()) {
            return period.equals(PostureKeys.TOTAL);
        }
        if (period.equals(PostureKeys.TOTAL)) {
            return false;
        }
        boolean hour = PostureKeys.isHour(key);
        String day = hour ? PostureKeys.dayOf(period) : period;
        return hour ? !holds(day) && holds(period) : holds(period);
    }

    /** Whether an alert was there at some time of the period. */
    boolean takes(Alert alert) {
        Instant end =
                alert.event().end() == null ? alert.timestamp() : alert.event().end();
        boolean open = alert.detail().status() == Alert.Status.OPEN;
        Instant last = open || end.isAfter(alert.timestamp()) ? end : alert.timestamp();
        return alert.event().start().isBefore(end()) && !last.isBefore(start());
    }

    /** Refuses a part of a day whose hours are no longer kept. */
    void check(Map<String, Posture> figures) {
        if (isEverything()) {
            return;
        }
        for (String key : figures.keySet()) {
            String day = PostureKeys.period(key);
            boolean partly = PostureKeys.isDay(key)
                    && !holds(day)
                    && begin("", day).isBefore(end())
                    && begin("", day).plus(Duration.ofDays(1)).isAfter(start());
            boolean hours = partly
                    && figures.keySet().stream()
                            .anyMatch(other -> PostureKeys.isHour(other)
                                    && PostureKeys.dayOf(PostureKeys.period(other))
                                            .equals(day));
            if (partly && !hours) {
                throw new UserException("the hours of " + day
                        + " are not kept any more (they are for 3 days); give whole days with --from and --to");
            }
        }
    }

    private boolean holds(String period) {
        Instant begin = begin("", period);
        Duration length = period.contains("T") ? Duration.ofHours(1) : Duration.ofDays(1);
        return !begin.isBefore(start()) && !begin.plus(length).isAfter(end());
    }

    private Instant start() {
        return from == null ? Instant.MIN : begin("--from", from);
    }

    private Instant end() {
        return to == null
                ? Instant.MAX
                : begin("--to", to).plus(to.contains("T") ? Duration.ofHours(1) : Duration.ofDays(1));
    }

    private static Instant begin(String option, String text) {
        Matcher parts = TEXT.matcher(text);
        try {
            if (parts.matches()) {
                int hour = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
                return LocalDate.parse(parts.group(1)).atTime(hour, 0).toInstant(ZoneOffset.UTC);
            }
        } catch (DateTimeException e) {
            throw new UserException(wrong(option, text), e);
        }
        throw new UserException(wrong(option, text));
    }

    private static String wrong(String option, String text) {
        return option + ": no such day or hour: " + text + "; give one such as 2026-11-20 or 2026-11-20T10 (UTC)";
    }
}
