package io.plainsight.stream.error;

import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A record that cannot be read is counted, kept as a dead letter and passed over; one bad record must not stop the stream. */
public final class CorruptRecordHandler implements DeserializationExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(CorruptRecordHandler.class);

    private final RateLimit rateLimit = new RateLimit();
    private DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = new DeadLetters(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ConsumerRecord<byte[], byte[]> record, Exception exception) {
        if (rateLimit.allows(System.nanoTime())) {
            LOG.warn(
                    "skipped a record that cannot be read: topic={} partition={} offset={} cause={}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    exception.getClass().getSimpleName());
        }
        return Response.resume(
                deadLetters.of(CorruptReason.UNREADABLE, record.key(), record.value(), context, exception));
    }
}
