package io.plainsight.app.run;

import io.plainsight.app.UserException;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.PublishMetrics;
import io.plainsight.sensor.spool.SpoolException;
import io.plainsight.sensor.spool.SpoolSettings;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/**
 * Where observations wait for Kafka, as asked for.
 *
 * @param directory null for the command's default
 * @param limitBytes the budget
 */
public record SpoolPlan(Path directory, long limitBytes) {
    /** The directory's name where nobody gave one. */
    public static final String DEFAULT_NAME = "spool";

    /**
     * Opens the way to Kafka.
     *
     * @param defaultDirectory used where none was asked for
     * @param clients settings of every Kafka client
     */
    public KafkaPublisher open(
            Path defaultDirectory,
            Map<String, Object> clients,
            KafkaPublisher.TopicsReady topics,
            PublishMetrics metrics) {
        try {
            SpoolSettings settings = SpoolSettings.of(directory == null ? defaultDirectory : directory, limitBytes);
            KafkaPublisher publisher = KafkaPublisher.open(clients, settings, topics, metrics);
            metrics.watch(publisher::status);
            return publisher;
        } catch (SpoolException e) {
            throw new UserException(e.getMessage(), e);
        } catch (KafkaException e) {
            throw new UserException("wrong Kafka settings: " + e.getMessage() + "; see --kafka-config", e);
        }
    }
}
