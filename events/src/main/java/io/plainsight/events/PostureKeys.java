package io.plainsight.events;

import java.time.LocalDate;

/**
 * Keys of the posture topic: {@code total} and days such as {@code 2026-11-20}, for live traffic as they are, for files that
 * were played behind {@value #REPLAY_PREFIX}, since both write one topic and neither may overwrite the other.
 */
public final class PostureKeys {
    public static final String REPLAY_PREFIX = "replay/";
    private static final String TOTAL = "total";

    private PostureKeys() {}

    /** The key of the figures over everything. */
    public static String total(boolean live) {
        return key(TOTAL, live);
    }

    /** @param day of packet time, UTC */
    public static String day(LocalDate day, boolean live) {
        return key(day.toString(), live);
    }

    /** Whether the figures under {@code key} are about live traffic. */
    public static boolean isLive(String key) {
        return !key.startsWith(REPLAY_PREFIX);
    }

    /** Whether {@code key} holds the figures over everything, live or replayed. */
    public static boolean isTotal(String key) {
        return TOTAL.equals(period(key));
    }

    /** {@code total} or the day, whatever the figures are about. */
    public static String period(String key) {
        return isLive(key) ? key : key.substring(REPLAY_PREFIX.length());
    }

    private static String key(String period, boolean live) {
        return live ? period : REPLAY_PREFIX + period;
    }
}
