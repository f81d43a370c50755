package io.plainsight.stream.error;

import io.plainsight.events.Topics;
import io.plainsight.stream.metrics.StreamMetrics;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;

/** The one place that decides what happens to records that cannot be read or judged. */
public final class ErrorHandling {
    static final String METRICS = "plainsight.stream.metrics";

    private ErrorHandling() {}

    /** Adds the handlers, and the metrics they count in, to a Kafka Streams configuration. */
    public static void addTo(Properties properties, StreamMetrics metrics) {
        properties.put(METRICS, metrics);
        properties.put(StreamsConfig.DESERIALIZATION_EXCEPTION_HANDLER_CLASS_CONFIG, CorruptRecordHandler.class);
        properties.put(StreamsConfig.PROCESSING_EXCEPTION_HANDLER_CLASS_CONFIG, FailedProcessingHandler.class);
        properties.put(StreamsConfig.PRODUCTION_EXCEPTION_HANDLER_CLASS_CONFIG, TooLargeHandler.class);
    }

    /** Has what is set aside kept on the topic of dead letters, which must exist. */
    public static void keepDeadLetters(Properties properties) {
        properties.put(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG, Topics.DEAD_LETTER.name());
    }
}
