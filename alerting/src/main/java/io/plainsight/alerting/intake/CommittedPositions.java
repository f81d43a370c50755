package io.plainsight.alerting.intake;

import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;

/**
 * What is committed per partition: the slowest channel's position as the offset, and each channel's own position in the
 * commit's metadata ({@code printer=120;webhook=118}), so that after a restart the alerts that a dead webhook still owes
 * are not printed a second time.
 */
final class CommittedPositions {
    private static final Pattern ENTRY = Pattern.compile("([a-z-]{1,32})=([0-9]{1,18})");

    private CommittedPositions() {}

    /** @param positions by channel name, not empty */
    static OffsetAndMetadata write(Map<String, Long> positions) {
        StringBuilder metadata = new StringBuilder();
        new TreeMap<>(positions).forEach((channel, position) -> metadata.append(metadata.isEmpty() ? "" : ";")
                .append(channel)
                .append('=')
                .append(position));
        return new OffsetAndMetadata(Collections.min(positions.values()), metadata.toString());
    }

    /** Where {@code channel} resumes: its own position if stated, else the offset, which holds for a new channel. */
    static long read(OffsetAndMetadata committed, String channel) {
        Map<String, Long> positions = new HashMap<>();
        Matcher entries = ENTRY.matcher(committed.metadata() == null ? "" : committed.metadata());
        while (entries.find()) {
            positions.put(entries.group(1), Long.parseLong(entries.group(2)));
        }
        return Math.max(committed.offset(), positions.getOrDefault(channel, committed.offset()));
    }
}
