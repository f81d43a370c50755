package io.plainsight.app.command;

import io.plainsight.app.run.SpoolPlan;
import io.plainsight.sensor.spool.SpoolSettings;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** Where observations wait until Kafka has them; shared by the commands that carry a sensor. */
final class SpoolOptions {
    @Option(
            names = "--spool",
            paramLabel = "DIR",
            description =
                    "Keep observations here until Kafka has them; for one process at a time (default: spool in --data or"
                            + " ./data; a temporary directory when only files are played).")
    Path directory;

    @Option(
            names = "--spool-limit",
            paramLabel = "SIZE",
            converter = Size.class,
            description =
                    "Most bytes to keep there, such as 512M or 20G (default: 4G). Live traffic beyond it pushes out the"
                            + " oldest observations; files wait.")
    long limitBytes = SpoolSettings.DEFAULT_LIMIT_BYTES;

    SpoolPlan plan() {
        return new SpoolPlan(directory, limitBytes);
    }

    /** A number of bytes, with K, M, G or T for powers of 1024. */
    static final class Size implements ITypeConverter<Long> {
        private static final Pattern SIZE = Pattern.compile("([0-9]{1,12})([KMGT]?)");
        private static final String UNITS = "KMGT";
        private static final int BITS_PER_UNIT = 10;

        @Override
        public Long convert(String text) {
            Matcher parts = SIZE.matcher(text.toUpperCase(Locale.ROOT));
            if (!parts.matches()) {
                throw new TypeConversionException("not a size: " + text + "; such as 512M or 20G");
            }
            long number = Long.parseLong(parts.group(1));
            int shift = parts.group(2).isEmpty() ? 0 : BITS_PER_UNIT * (UNITS.indexOf(parts.group(2)) + 1);
            if (number > Long.MAX_VALUE >> shift || number << shift < SpoolSettings.MIN_LIMIT_BYTES) {
                throw new TypeConversionException("must be at least 1M, and no more than a disk can hold: " + text);
            }
            return number << shift;
        }
    }
}
