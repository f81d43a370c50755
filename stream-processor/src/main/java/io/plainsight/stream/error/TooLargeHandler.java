package io.plainsight.stream.error;

import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What came of a record and is larger than a broker takes is passed over, with the record as a dead letter: it would be as
 * large after every restart. Any other error of sending ends the thread, as ever, and its transaction with it.
 */
public final class TooLargeHandler implements ProductionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(TooLargeHandler.class);

    private final RateLimit rateLimit = new RateLimit();
    private DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = new DeadLetters(configs);
    }

    @Override
    public Response handleError(
            ErrorHandlerContext context, ProducerRecord<byte[], byte[]> record, Exception exception) {
        if (!(exception instanceof RecordTooLargeException)) {
            return Response.fail();
        }
        if (rateLimit.allows(System.nanoTime())) {
            LOG.error(
                    "passed over a record too large to be written: topic={} bytes={} source={}-{}@{}",
                    record.topic(),
                    record.value() == null ? 0 : record.value().length,
                    context.topic(),
                    context.partition(),
                    context.offset());
        }
        return Response.resume(deadLetters.of(
                CorruptReason.TOO_LARGE, context.sourceRawKey(), context.sourceRawValue(), context, exception));
    }
}
