package io.plainsight.events;

import io.plainsight.events.encode.ObservationSerde;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;

/** The topics that the parts share. Internal topics of Kafka Streams are not among them. */
public final class Topics {
    /** Live observations, keyed by destination endpoint. Kept 7 days, so that a changed policy can be tried on a week. */
    public static final Topic<String, Observation> OBSERVATIONS = new Topic<>(
            "plainsight-observations", Serdes.String(), new ObservationSerde(), 6, Duration.ofDays(7), false);

    /**
     * Observations of captures and log files that are played in. They carry the packets' own, possibly old, time, so they
     * stay apart from the live ones and are judged under their own application id (docs/architecture.md). Kept for ever
     * by time (old packet times would be deleted at once), bounded by size by the broker's settings.
     */
    public static final Topic<String, Observation> REPLAY = new Topic<>(
            "plainsight-observations-replay", Serdes.String(), new ObservationSerde(), 6, Duration.ofMillis(-1), false);

    /** Alerts, keyed by alert id; compacted, so the topic is the store of all alerts. */
    public static final Topic<String, Alert> ALERTS = new Topic<>(
            "plainsight-alerts", Serdes.String(), new JsonSerde<>(Alert.class), 6, Duration.ofMillis(-1), true);

    /** Posture figures, keyed as {@link PostureKeys} says; compacted. */
    public static final Topic<String, Posture> POSTURE = new Topic<>(
            "plainsight-posture", Serdes.String(), new JsonSerde<>(Posture.class), 1, Duration.ofMillis(-1), true);

    /**
     * Records that the stream processor could not read, judge or pass on, as they came, with headers that say where from and why
     * (docs/operations.md). Nobody reads it but people.
     */
    public static final Topic<byte[], byte[]> DEAD_LETTER =
            new Topic<>("plainsight-dead-letter", Serdes.ByteArray(), Serdes.ByteArray(), 1, Duration.ofDays(7), false);

    public static final List<Topic<?, ?>> ALL = List.of(OBSERVATIONS, REPLAY, ALERTS, POSTURE, DEAD_LETTER);

    private Topics() {}
}
