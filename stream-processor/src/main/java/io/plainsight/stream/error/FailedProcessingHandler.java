package io.plainsight.stream.error;

import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record on which a judgement fails is counted, logged with its place, kept as a dead letter and passed over: what comes from the wire must not be
 * able to stop the monitor for good by being read again after every restart.
 */
public final class FailedProcessingHandler implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailedProcessingHandler.class);

    private final RateLimit rateLimit = new RateLimit();
    private DeadLetters deadLetters;

    @Override
    public void configure(Map<String, ?> configs) {
        deadLetters = new DeadLetters(configs);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        boolean incomplete = exception instanceof IncompleteObservationException;
        if (!incomplete && rateLimit.allows(System.nanoTime())) {
            LOG.error(
                    "skipped a record that {} failed on: topic={} partition={} offset={}",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    exception);
        }
        CorruptReason reason = incomplete ? CorruptReason.INCOMPLETE : CorruptReason.PROCESSING;
        return Response.resume(
                deadLetters.of(reason, context.sourceRawKey(), context.sourceRawValue(), context, exception));
    }
}
