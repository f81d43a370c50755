package io.plainsight.app.command;

import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;

/**
 * One output for all inputs of a sensor: whole lines from several threads, open until the command ends. Ends the command
 * when the reader of the output has gone.
 */
final class SharedSink implements ObservationSink {
    private final NdjsonSink lines;
    private final Runnable onReaderGone;
    private boolean readerGone;

    /** @param onReaderGone called once, on the thread of whoever writes */
    SharedSink(NdjsonSink lines, Runnable onReaderGone) {
        this.lines = lines;
        this.onReaderGone = onReaderGone;
    }

    @Override
    public synchronized void accept(Observation observation) {
        lines.accept(observation);
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
