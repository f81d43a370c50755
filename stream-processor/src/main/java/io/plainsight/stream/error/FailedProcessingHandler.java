package io.plainsight.stream.error;

import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.metrics.StreamMetrics.CorruptReason;
import java.util.Map;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A record on which a judgement fails is counted, logged with its place and skipped: what comes from the wire must not be
 * able to stop the monitor for good by being read again after every restart.
 */
public final class FailedProcessingHandler implements ProcessingExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(FailedProcessingHandler.class);

    private final RateLimit rateLimit = new RateLimit();
    private StreamMetrics metrics;

    @Override
    public void configure(Map<String, ?> configs) {
        metrics = (StreamMetrics) configs.get(ErrorHandling.METRICS);
    }

    @Override
    public Response handleError(ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
        metrics.corrupt(CorruptReason.PROCESSING);
        if (rateLimit.allows(System.nanoTime())) {
            LOG.error(
                    "skipped a record that {} failed on: topic={} partition={} offset={}",
                    context.processorNodeId(),
                    context.topic(),
                    context.partition(),
                    context.offset(),
                    exception);
        }
        return Response.resume();
    }
}
