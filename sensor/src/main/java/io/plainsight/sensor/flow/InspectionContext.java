package io.plainsight.sensor.flow;

import io.plainsight.sensor.buffer.ByteCursor;
import io.plainsight.sensor.dissect.ProtocolIdentifier;
import io.plainsight.sensor.dissect.StreamDissector;
import io.plainsight.sensor.health.OverloadPolicy;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.tcp.BufferPool;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What all inspections of one packet path share.
 *
 * @param expected connections that others announced
 * @param tls makes the dissector for what follows a STARTTLS
 * @param holdLimitBytes most out-of-order bytes held for one direction of a connection
 * @param cursor the one cursor that dissectors read from; valid during one call
 * @param overload how much may be looked at when there is too much
 */
public record InspectionContext(
        ProtocolIdentifier identifier,
        ExpectedConnections expected,
        Supplier<StreamDissector> tls,
        BufferPool pool,
        int holdLimitBytes,
        SensorCounters counters,
        InspectionListener listener,
        ByteCursor cursor,
        OverloadPolicy overload) {
    private static final Logger LOG = LoggerFactory.getLogger(InspectionContext.class);
    /** Each is a bug of ours; the counter keeps the rest. */
    private static final long MAX_LOGGED_ERRORS = 10;

    /** Counts and, for the first few, logs an exception thrown by a signature or a dissector. */
    void onError(String protocol, RuntimeException error) {
        counters.increment(SensorCounter.DISSECTOR_ERRORS);
        if (counters.get(SensorCounter.DISSECTOR_ERRORS) <= MAX_LOGGED_ERRORS) {
            LOG.warn("dissector failed, the connection counts as unknown: protocol={}", protocol, error);
        }
    }
}
