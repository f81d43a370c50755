package io.plainsight.app.command;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;

/**
 * One output for all inputs of a sensor: whole lines from several threads, open until the command ends. Ends the command
 * when the reader of the output has gone.
 */
final class SharedSink implements ObservationSink {
    private final NdjsonSink lines;
    private final boolean atOnce;
    private final Runnable onReaderGone;
    private boolean readerGone;

    /**
     * Shares one output.
     *
     * @param atOnce whether each line is passed on without waiting for a full buffer, for those who watch
     * @param onReaderGone called once, on the thread of whoever writes
     */
    SharedSink(NdjsonSink lines, boolean atOnce, Runnable onReaderGone) {
        this.lines = lines;
        this.atOnce = atOnce;
        this.onReaderGone = onReaderGone;
    }

    @Override
    public synchronized void accept(Observation observation) {
        if (Actions.SENSOR_STATUS.equals(observation.event().action())) {
            return; // a line is one observation of a connection, and nothing else
        }
        lines.accept(observation);
        if (atOnce) {
            lines.flush();
        }
        watchReader();
    }

    @Override
    public synchronized void flush() {
        lines.flush();
        watchReader();
    }

    /** One input has ended; the others still write. */
    @Override
    public void close() {
        flush();
    }

    private void watchReader() {
        if (lines.readerGone() && !readerGone) {
            readerGone = true;
            onReaderGone.run();
        }
    }
}
