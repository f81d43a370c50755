package io.plainsight.events.encode;

import java.time.Instant;
import java.time.LocalDate;

/**
 * Times as {@link io.plainsight.events.Json#format} has them: RFC 3339 in UTC with six digits of second fraction. Most
 * times of a capture are of one day, so a day's text is made once.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> the texts of {@value #SLOTS} days.
 */
final class TimeText {
    /** With the sign and nine digits of the farthest years. */
    static final int MAX_LENGTH = 33;

    private static final int SLOTS = 64;
    private static final int SECONDS_PER_DAY = 86_400;

    private final long[] days = new long[SLOTS];
    private final String[] texts = new String[SLOTS];

    /** @return where the time ends; {@value #MAX_LENGTH} bytes must be free */
    int write(Instant time, byte[] to, int from) {
        long seconds = time.getEpochSecond();
        long day = Math.floorDiv(seconds, SECONDS_PER_DAY);
        int second = (int) (seconds - day * SECONDS_PER_DAY);
        String date = date(day);
        AsciiText.copy(date, date.length(), to, from);
        int at = from + date.length();
        to[at] = 'T';
        twoDigits(second / 3600, to, at + 1);
        to[at + 3] = ':';
        twoDigits(second / 60 % 60, to, at + 4);
        to[at + 6] = ':';
        twoDigits(second % 60, to, at + 7);
        to[at + 9] = '.';
        int micros = time.getNano() / 1000;
        twoDigits(micros / 10_000, to, at + 10);
        twoDigits(micros / 100 % 100, to, at + 12);
        twoDigits(micros % 100, to, at + 14);
        to[at + 16] = 'Z';
        return at + 17;
    }

    private String date(long day) {
        int slot = (int) day & SLOTS - 1;
        String text = texts[slot];
        if (text == null || days[slot] != day) {
            text = LocalDate.ofEpochDay(day).toString();
            texts[slot] = text;
            days[slot] = day;
        }
        return text;
    }

    private static void twoDigits(int value, byte[] to, int at) {
        int tens = value / 10;
        to[at] = (byte) ('0' + tens);
        to[at + 1] = (byte) ('0' + value - 10 * tens);
    }
}
