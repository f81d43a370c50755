package io.plainsight.events;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/**
 * Keys of the posture topic: a period, and behind it what of the traffic the figures are about.
 *
 * <pre>
 * total | 2026-11-20 | 2026-11-20T10                            everything
 * …/zone/internal                                               the services of a zone
 * …/zone/internal/service/10.0.1.9:443                          one service of it
 * </pre>
 *
 * For live traffic they are as they are, for files that were played behind {@value #REPLAY_PREFIX}, since both write one topic
 * and neither may overwrite the other.
 */
public final class PostureKeys {
    public static final String REPLAY_PREFIX = "replay/";
    public static final String TOTAL = "total";
    private static final String ZONE = "/zone/";
    private static final String SERVICE = "/service/";
    private static final DateTimeFormatter HOUR = DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH");
    private static final int HOUR_LENGTH = "2026-11-20T10".length();
    private static final int DAY_LENGTH = "2026-11-20".length();

    private PostureKeys() {}

    /** The key of the figures over everything. */
    public static String total(boolean live) {
        return key(TOTAL, live);
    }

    /** @param day of packet time, UTC */
    public static String day(LocalDate day, boolean live) {
        return key(day.toString(), live);
    }

    /** The hour of packet time, UTC, that {@code time} falls in, as keys spell it. */
    public static String hour(Instant time) {
        return HOUR.format(LocalDateTime.ofInstant(time, ZoneOffset.UTC));
    }

    /** The day that an hour belongs to. */
    public static String dayOf(String hour) {
        return hour.substring(0, hour.length() - (HOUR_LENGTH - DAY_LENGTH));
    }

    /** @param period {@link #TOTAL}, a day or an hour */
    public static String key(String period, boolean live) {
        return live ? period : REPLAY_PREFIX + period;
    }

    /** The key of a zone's figures over a period's {@code key}. */
    public static String zone(String key, String zone) {
        return key + ZONE + zone.replace("%", "%25").replace("/", "%2F");
    }

    /** The key of a service's figures within a zone's {@code key}. */
    public static String service(String key, String service) {
        return key + SERVICE + service;
    }

    /** Whether the figures under {@code key} are about live traffic. */
    public static boolean isLive(String key) {
        return !key.startsWith(REPLAY_PREFIX);
    }

    /** Whether {@code key} holds the figures over everything at all times, live or replayed. */
    public static boolean isTotal(String key) {
        return TOTAL.equals(withoutPrefix(key));
    }

    /** Whether {@code key} holds the figures over everything on one day. */
    public static boolean isDay(String key) {
        return isOverall(key) && !isTotal(key) && !isHour(key);
    }

    /** Whether the figures are about all zones together. */
    public static boolean isOverall(String key) {
        return !key.contains(ZONE);
    }

    /** Whether the figures are about one service. */
    public static boolean isService(String key) {
        return key.contains(ZONE) && key.indexOf(SERVICE, key.indexOf(ZONE) + ZONE.length()) >= 0;
    }

    /** Whether the figures are about one hour. */
    public static boolean isHour(String key) {
        String period = period(key);
        return period.length() >= HOUR_LENGTH && period.charAt(period.length() - 3) == 'T';
    }

    /** {@code total}, the day or the hour, whatever the figures are about. */
    public static String period(String key) {
        String text = withoutPrefix(key);
        int zone = text.indexOf(ZONE);
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static String withoutPrefix(String key) {
        return isLive(key) ? key : key.substring(REPLAY_PREFIX.length());
    }
}
