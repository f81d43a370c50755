package io.plainsight.sensor.flowlog.s3;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the names of folders and objects say about time: {@code …/2026/11/20/} or {@code …/year=2026/month=11/day=20/} ("Flow log
 * files", Amazon VPC User Guide). All in UTC.
 */
final class KeyDates {
    private static final Pattern FOLDER = Pattern.compile("/vpcflowlogs/[^/]+/(\\d{4})/(?:(\\d{2})/(?:(\\d{2})/)?)?"
            + "|/aws-service=vpcflowlogs/[^/]+/year=(\\d{4})/(?:month=(\\d{2})/(?:day=(\\d{2})/)?)?");

    private static final Pattern NAME = Pattern.compile("_(\\d{8}T\\d{4})Z_");
    private static final DateTimeFormatter NAME_TIME = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");

    private KeyDates() {}

    /**
     * When the period of a folder ends.
     *
     * @param key of a folder, or of an object in it
     * @return {@link Instant#MAX} where the name tells none
     */
    static Instant endOf(String key) {
        Matcher matcher = FOLDER.matcher("/" + key);
        if (!matcher.find()) {
            return Instant.MAX;
        }
        int first = matcher.group(1) != null ? 1 : 4;
        String month = matcher.group(first + 1);
        String day = matcher.group(first + 2);
        try {
            LocalDate start = LocalDate.of(
                    Integer.parseInt(matcher.group(first)),
                    month == null ? 1 : Integer.parseInt(month),
                    day == null ? 1 : Integer.parseInt(day));
            LocalDate end = month == null ? start.plusYears(1) : day == null ? start.plusMonths(1) : start.plusDays(1);
            return end.atStartOfDay(ZoneOffset.UTC).toInstant();
        } catch (DateTimeException e) {
            return Instant.MAX; // a number that is no date closes nothing
        }
    }

    /** The time in an object's name, or when it was stored: stands in for records that have none. */
    static Instant of(StoredObject object) {
        Matcher name = NAME.matcher(object.key());
        if (name.find()) {
            try {
                return LocalDateTime.parse(name.group(1), NAME_TIME).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                return object.modified(); // digits that are no time
            }
        }
        return object.modified();
    }
}
