package io.plainsight.app.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A moment on the command line: an instant, a day in UTC, or how long ago it was. */
final class TimeOption implements ITypeConverter<Instant> {
    private static final Pattern AGO = Pattern.compile("([0-9]{1,6})([dhm])");

    @Override
    public Instant convert(String value) {
        Matcher ago = AGO.matcher(value);
        if (ago.matches()) {
            long count = Long.parseLong(ago.group(1));
            return Instant.now()
                    .minus(
                            switch (ago.group(2)) {
                                case "d" -> Duration.ofDays(count);
                                case "h" -> Duration.ofHours(count);
                                default -> Duration.ofMinutes(count);
                            });
        }
        try {
            return value.length() == "2026-11-20".length()
                    ? LocalDate.parse(value).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : Instant.parse(value);
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "not a time: " + value + "; such as 2026-11-20T10:15:00Z, 2026-11-20 (UTC), or 7d, 12h, 30m ago");
        }
    }
}
