package io.plainsight.stream.error;

import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.internals.ExceptionHandlerUtils;

/**
 * Counts what is set aside and makes the record for the dead-letter topic: the source record as it came, with Kafka Streams'
 * own headers ({@code __streams.errors.topic}, {@code .partition}, {@code .offset}, {@code .exception}, {@code .message},
 * {@code .stacktrace}) and {@link #REASON}. Kafka Streams writes it in the transaction of the record that was passed over, so
 * it is there once and the record is never tried again.
 *
 * <p>A value beyond {@value #MAX_VALUE_BYTES} bytes is cut, since the producer could not send it; {@link #FULL_LENGTH} then
 * tells its length.
 */
final class DeadLetters {
    /** Header: a {@link CorruptReason} in lower case. */
    static final String REASON = "plainsight.dead-letter.reason";
    /** Header: decimal number of bytes that the value had. */
    static final String FULL_LENGTH = "plainsight.dead-letter.full-length";

    static final int MAX_VALUE_BYTES = 256 << 10;

    private final StreamMetrics metrics;
    private final String topic;

    /** @param configs without {@value StreamsConfig#ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG} records are counted only */
    DeadLetters(Map<String, ?> configs) {
        metrics = (StreamMetrics) configs.get(ErrorHandling.METRICS);
        topic = (String) configs.get(StreamsConfig.ERRORS_DEAD_LETTER_QUEUE_TOPIC_NAME_CONFIG);
    }

    /**
     * @param key null where it is not known any more, as may the value be
     * @return the record to send, or none
     */
    List<ProducerRecord<byte[], byte[]>> of(
            CorruptReason reason, byte[] key, byte[] value, ErrorHandlerContext context, Exception exception) {
        metrics.corrupt(reason);
        if (topic == null) {
            return List.of();
        }
        boolean cut = value != null && value.length > MAX_VALUE_BYTES;
        ProducerRecord<byte[], byte[]> record = ExceptionHandlerUtils.buildDeadLetterQueueRecord(
                topic, key, cut ? Arrays.copyOf(value, MAX_VALUE_BYTES) : value, context, exception);
        record.headers().add(REASON, text(reason.label()));
        if (cut) {
            record.headers().add(FULL_LENGTH, text(Integer.toString(value.length)));
        }
        return List.of(record);
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
