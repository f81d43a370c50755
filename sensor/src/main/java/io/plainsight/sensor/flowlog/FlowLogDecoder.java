package io.plainsight.sensor.flowlog;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.BooleanSupplier;

/**
 * Reads one file or message of one notation; used once.
 *
 * <p><b>Threading:</b> one thread. <b>Memory:</b> bounded, whatever the length of the input.
 */
public interface FlowLogDecoder {
    /**
     * Reads to the end, or until {@code stopped}. What cannot be understood is refused, record by record.
     *
     * @param in without compression; closed by the caller
     * @throws FlowLogException when this is no flow log at all; the message names {@link FlowLogOrigin#name}, the place and the
     *     remedy. Nothing of it was refused record by record.
     * @throws IOException when the input breaks off
     */
    void decode(InputStream in, FlowLogSink sink, BooleanSupplier stopped) throws IOException, FlowLogException;

    /** The line, or record, that was read last; from 1, 0 before the first. */
    long place();
}
