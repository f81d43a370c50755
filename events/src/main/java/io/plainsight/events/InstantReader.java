package io.plainsight.events;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.datatype.jsr310.deser.InstantDeserializer;
import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * Reads times in the one form that we write, {@code 2026-11-20T10:15:30.123456Z}, without a formatter, which took nearly
 * half of the time of reading an observation. Every other form goes to Jackson's own reader. Thread-safe.
 */
final class InstantReader extends StdScalarDeserializer<Instant> {
    private static final long serialVersionUID = 1L;
    /** Where the digits and the separators stand. */
    private static final String FORM = "dddd-dd-ddTdd:dd:dd.ddddddZ";
    /** From 0000-03-01 on. */
    private static final int DAYS_BEFORE_1970 = 719_468;

    InstantReader() {
        super(Instant.class);
    }

    @Override
    public Instant deserialize(JsonParser in, DeserializationContext context) throws IOException {
        if (in.currentToken() == JsonToken.VALUE_STRING) {
            Instant time = read(in.getTextCharacters(), in.getTextOffset(), in.getTextLength());
            if (time != null) {
                return time;
            }
        }
        return InstantDeserializer.INSTANT.deserialize(in, context);
    }

    /** @return null when it is of another form, or no time at all */
    static Instant read(char[] text, int from, int length) {
        if (length != FORM.length()) {
            return null;
        }
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = text[from + i] < 0x80 ? (byte) text[from + i] : 0;
        }
        return read(bytes, 0, length);
    }

    /** @return null when it is of another form, or no time at all */
    static Instant read(byte[] text, int from, int length) {
        if (length != FORM.length()) {
            return null;
        }
        for (int i = 0; i < length; i++) {
            char expected = FORM.charAt(i);
            byte found = text[from + i];
            if (expected == 'd' ? found < '0' || found > '9' : found != expected) {
                return null;
            }
        }
        int year = number(text, from, 4);
        int month = number(text, from + 5, 2);
        int day = number(text, from + 8, 2);
        int hour = number(text, from + 11, 2);
        int minute = number(text, from + 14, 2);
        int second = number(text, from + 17, 2);
        boolean plain = month >= 1 && month <= 12 && day >= 1 && day <= 28 && hour < 24 && minute < 60 && second < 60;
        if (!plain && !isTime(year, month, day, hour, minute, second)) {
            return null;
        }
        long seconds = dayNumber(year, month, day) * 86_400 + hour * 3600L + minute * 60L + second;
        return Instant.ofEpochSecond(seconds, number(text, from + 20, 6) * 1000L);
    }

    /**
     * Days since 1970-01-01 in the Gregorian calendar, for years from 0: E. G. Richards, "Calendars", in the Explanatory Supplement
     * to the Astronomical Almanac, 3rd edition, with years that begin in March, so that a leap day is a year's last.
     */
    private static long dayNumber(int year, int month, int day) {
        int shifted = month > 2 ? year : year - 1;
        int monthFromMarch = (month + 9) % 12;
        long centuries = Math.floorDiv(shifted, 100);
        long ofYears = 365L * shifted + Math.floorDiv(shifted, 4) - centuries + Math.floorDiv(shifted, 400);
        return ofYears + (153 * monthFromMarch + 2) / 5 + day - 1 - DAYS_BEFORE_1970;
    }

    private static boolean isTime(int year, int month, int day, int hour, int minute, int second) {
        return month >= 1
                && month <= 12
                && day >= 1
                && day <= LocalDate.of(year, month, 1).lengthOfMonth()
                && hour < 24
                && minute < 60
                && second < 60;
    }

    private static int number(byte[] text, int from, int digits) {
        int number = 0;
        for (int i = from; i < from + digits; i++) {
            number = 10 * number + text[i] - '0';
        }
        return number;
    }
}
