package io.plainsight.app.command;

import io.plainsight.events.Actions;
import io.plainsight.events.Observation;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.OutputStream;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * One output for all inputs of a sensor: whole lines from several threads, open until the command ends. Ends the command
 * when the reader of the output has gone.
 *
 * <p><b>Threading:</b> any, one at a time; {@link #forThread} makes sinks that encode at the same time, and meet only to hand
 * over many lines at once.
 */
final class SharedSink implements ObservationSink {
    private final OutputStream out;
    private final String name;
    private final boolean atOnce;
    private final Runnable onReaderGone;
    private final AtomicBoolean readerGone;
    private final NdjsonSink lines;

    /**
     * Shares one output.
     *
     * @param out closed by its owner
     * @param name what error messages call it
     * @param atOnce whether each line is passed on without waiting for a full buffer, for those who watch
     * @param onReaderGone called once, on the thread of whoever writes
     */
    SharedSink(OutputStream out, String name, boolean atOnce, Runnable onReaderGone) {
        this(out, name, atOnce, onReaderGone, new AtomicBoolean());
    }

    private SharedSink(OutputStream out, String name, boolean atOnce, Runnable onReaderGone, AtomicBoolean readerGone) {
        this.out = out;
        this.name = name;
        this.atOnce = atOnce;
        this.onReaderGone = onReaderGone;
        this.readerGone = readerGone;
        lines = new NdjsonSink(new WholeLines(out), name);
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

    @Override
    public ObservationSink forThread() {
        return new SharedSink(out, name, atOnce, onReaderGone, readerGone);
    }

    /** One input has ended; the others still write. */
    @Override
    public void close() {
        flush();
    }

    private void watchReader() {
        if (lines.readerGone() && readerGone.compareAndSet(false, true)) {
            onReaderGone.run();
        }
    }
}
