package io.plainsight.app.command;

import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;

/**
 * A part in one output that files and several interfaces share: their lines do not mix, and closing a part leaves the
 * output open for the others. Thread-safe together with all other parts of the same output.
 */
final class SharedOutput implements ObservationSink {
    private final NdjsonSink output;
    private final boolean atOnce;

    /**
     * @param output belongs to the caller, who closes it after the last part
     * @param atOnce whether each line is passed on without waiting for a full buffer, for those who watch
     */
    SharedOutput(NdjsonSink output, boolean atOnce) {
        this.output = output;
        this.atOnce = atOnce;
    }

    @Override
    public void accept(Observation observation) {
        synchronized (output) {
            output.accept(observation);
            if (atOnce) {
                output.flush();
            }
        }
    }

    @Override
    public void flush() {
        synchronized (output) {
            output.flush();
        }
    }

    @Override
    public void close() {
        flush();
    }
}
