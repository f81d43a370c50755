package io.plainsight.sensor.x509;

import io.plainsight.sensor.buffer.ByteCursor;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;

/** Time ::= CHOICE { utcTime UTCTime, generalTime GeneralizedTime }, RFC 5280 section 4.1.2.5. */
final class DerTime {
    /** UTCTime years from 50 on are of the 20th century. */
    private static final int PIVOT = 50;

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
        int second = content.remaining() >= 2 ? digits(content, 2) : 0; // old certificates leave the seconds out
        try {
            return LocalDateTime.of(year, month, day, hour, minute, second).toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // a date that the calendar does not have
        }
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
