package io.plainsight.sensor.flowlog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The time of a whole file, for records whose format holds none: what AWS put in the object's name, else the file's own. */
final class FileTimes {
    /** {@code ACCOUNT_vpcflowlogs_REGION_FLOWLOGID_YYYYMMDDTHHmmZ_HASH.log.gz}: start of a 5 minute window, UTC. */
    private static final Pattern NAME = Pattern.compile("_(\\d{8}T\\d{4})Z_");

    private static final DateTimeFormatter FORMAT = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");

    private FileTimes() {}

    static Instant of(Path file) {
        Matcher name = NAME.matcher(String.valueOf(file.getFileName()));
        if (name.find()) {
            try {
                return LocalDateTime.parse(name.group(1), FORMAT).toInstant(ZoneOffset.UTC);
            } catch (DateTimeException e) {
                return modified(file);
            }
        }
        return modified(file);
    }

    private static Instant modified(Path file) {
        try {
            return Files.getLastModifiedTime(file).toInstant();
        } catch (IOException e) {
            // opening the same file fails next, with a message of its own
            return Instant.EPOCH;
        }
    }
}
