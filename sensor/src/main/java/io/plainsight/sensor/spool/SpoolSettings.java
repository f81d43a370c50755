package io.plainsight.sensor.spool;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Where and how much is spooled. Immutable; all that is wrong is reported together.
 *
 * @param directory holds nothing else; made when absent, for this user alone
 * @param limitBytes most bytes of segment files, at least {@link #MIN_LIMIT_BYTES}
 * @param segmentBytes size at which a new file is begun, and so about what is dropped at once when the limit is reached
 * @param memoryBytes what is held in memory at most while the disk refuses
 * @param syncInterval how old what Kafka has not acknowledged may become before it is forced to the disk
 */
public record SpoolSettings(Path directory, long limitBytes, int segmentBytes, int memoryBytes, Duration syncInterval) {
    /** About 2.2 million observations of 1.8 KB: over half an hour at 1,000 a second. */
    public static final long DEFAULT_LIMIT_BYTES = 4L << 30;

    public static final long MIN_LIMIT_BYTES = 1 << 20;
    public static final int DEFAULT_MEMORY_BYTES = 16 << 20;
    public static final Duration DEFAULT_SYNC_INTERVAL = Duration.ofSeconds(1);

    /** A sixteenth of the limit is lost at most when it is exceeded, and a file is read again in a moment. */
    private static final int SEGMENTS = 16;

    private static final int MAX_SEGMENT_BYTES = 16 << 20;

    public SpoolSettings {
        List<String> problems = new ArrayList<>();
        if (directory == null) {
            problems.add("spool directory must be given: directory=null");
        }
        if (limitBytes < MIN_LIMIT_BYTES) {
            problems.add("spool limit must be at least 1 MiB: limitBytes=" + limitBytes);
        }
        if (segmentBytes < 1 || segmentBytes > limitBytes) {
            problems.add("spool segment must be 1 byte to the limit: segmentBytes=" + segmentBytes);
        }
        if (memoryBytes < 1) {
            problems.add("spool memory must be at least 1 byte: memoryBytes=" + memoryBytes);
        }
        if (syncInterval == null || syncInterval.isNegative() || syncInterval.isZero()) {
            problems.add("spool sync interval must be positive: syncInterval=" + syncInterval);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** The defaults for a limit. */
    public static SpoolSettings of(Path directory, long limitBytes) {
        int segmentBytes = (int) Math.max(1, Math.min(MAX_SEGMENT_BYTES, limitBytes / SEGMENTS));
        return new SpoolSettings(directory, limitBytes, segmentBytes, DEFAULT_MEMORY_BYTES, DEFAULT_SYNC_INTERVAL);
    }
}
