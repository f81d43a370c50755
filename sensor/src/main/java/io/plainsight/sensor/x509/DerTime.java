package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/**
 * Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }, RFC 5280 section 4.1.2.5, and the forms of X.680 sections
 * 46 and 47 that it forbids but old certificates have: no seconds, fractions, an offset from UTC.
 */
final class DerTime {
    /** UTCTime years from 50 on are of the 20th century. */
    private static final int PIVOT = 50;

    private static final int MAX_OFFSET_MINUTES = 24 * 60;

    private DerTime() {}

    /** Reads the next element; null when it is no time of the form that certificates use. */
    static Instant read(ByteCursor in) {
        ByteCursor content = new ByteCursor();
        int tag = Der.next(in, content);
        if (tag != Der.UTC_TIME && tag != Der.GENERALIZED_TIME) {
            return null;
        }
        int year = digits(content, tag == Der.UTC_TIME ? 2 : 4);
        if (tag == Der.UTC_TIME) {
            year += year >= PIVOT ? 1900 : 2000;
        }
        int month = digits(content, 2);
        int day = digits(content, 2);
        int hour = digits(content, 2);
        int minute = digits(content, 2);
        int second = isDigit(content.peek(0)) ? digits(content, 2) : 0; // old certificates leave the seconds out
        if (content.peek(0) == '.' || content.peek(0) == ',') {
            skipFraction(content);
        }
        int offsetMinutes = offsetMinutes(content);
        if (!content.ok() || content.remaining() > 0) {
            return null;
        }
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second)
                    .minusMinutes(offsetMinutes)
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // a date that the calendar does not have
        }
    }

    private static boolean isDigit(int octet) {
        return octet >= '0' && octet <= '9';
    }

    private static void skipFraction(ByteCursor in) {
        in.skip(1);
        while (isDigit(in.peek(0))) {
            in.skip(1);
        }
    }

    /** {@code Z}, or {@code +hhmm} as X.680 allows and RFC 5280 forbids; without either it is taken as UTC. */
    private static int offsetMinutes(ByteCursor in) {
        int zone = in.remaining() == 0 ? 'Z' : in.u8();
        if (zone != '+' && zone != '-') {
            return zone == 'Z' ? 0 : fail(in);
        }
        int minutes = digits(in, 2) * 60;
        minutes += in.remaining() == 0 ? 0 : digits(in, 2);
        if (minutes < 0 || minutes > MAX_OFFSET_MINUTES) {
            return fail(in);
        }
        return zone == '+' ? minutes : -minutes;
    }

    private static int fail(ByteCursor in) {
        in.skip(in.remaining() + 1);
        return 0;
    }

    private static int digits(ByteCursor in, int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            int digit = in.u8() - '0';
            value = digit < 0 || digit > 9 ? -10_000 : value * 10 + digit;
        }
        return value;
    }
}
