package io.plainsight.app.command;

import io.plainsight.sensor.ReplayPosition;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;
import java.util.function.Supplier;

/**
 * Shows on a terminal how far a replay has come, in a line that is written over again and again and leaves nothing behind.
 * Asks for the position from a thread of its own, so that those who replay need not care. What is over in half a second
 * shows nothing.
 */
final class ProgressBar implements AutoCloseable {
    private static final long FIRST_MS = 500;
    private static final long INTERVAL_MS = 200;
    /** To the line's beginning; to be followed by what is written, and {@link #ERASE}. */
    private static final String HOME = "\r";
    /** ECMA-48 section 8.3.41, EL: erases to the line's end. */
    private static final String ERASE = "\033[K";

    private final PrintStream screen;
    private final LongFunction<String> line;
    private final long startNanoTime;
    private boolean shown;
    private boolean closed;

    /**
     * A bar that waits to be drawn.
     *
     * @param columns width of the screen
     * @param position asked for at each drawing; null while there is none
     */
    ProgressBar(PrintStream screen, int columns, Supplier<ReplayPosition> position, long nanoTime) {
        this(screen, elapsedNs -> line(position.get(), elapsedNs, columns), nanoTime);
    }

    private ProgressBar(PrintStream screen, LongFunction<String> line, long nanoTime) {
        this.screen = screen;
        this.line = line;
        startNanoTime = nanoTime;
    }

    /** Draws from now on until {@link #close}. */
    static ProgressBar start(PrintStream screen, int columns, Supplier<ReplayPosition> position) {
        return start(new ProgressBar(screen, columns, position, System.nanoTime()));
    }

    /**
     * As the other, with a line of the caller's.
     *
     * @param line of the time elapsed, in nanoseconds; null while there is none
     */
    static ProgressBar start(PrintStream screen, LongFunction<String> line) {
        return start(new ProgressBar(screen, line, System.nanoTime()));
    }

    private static ProgressBar start(ProgressBar bar) {
        Thread thread = new Thread(bar::run, "progress");
        thread.setDaemon(true);
        thread.start();
        return bar;
    }

    /** Draws the line as it is now. */
    synchronized void draw(long nanoTime) {
        String text = closed ? null : line.apply(nanoTime - startNanoTime);
        if (text != null) {
            screen.print(HOME + text + ERASE);
            screen.flush();
            shown = true;
        }
    }

    /** Takes the line away; nothing is drawn after that. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
        if (shown) {
            screen.print(HOME + ERASE);
            screen.flush();
            shown = false;
        }
    }

    private static String line(ReplayPosition now, long elapsedNs, int columns) {
        return now == null || now.file() == null ? null : ProgressLine.text(now, elapsedNs, columns);
    }

    private synchronized void run() {
        try {
            TimeUnit.MILLISECONDS.timedWait(this, FIRST_MS);
            while (!closed) {
                draw(System.nanoTime());
                TimeUnit.MILLISECONDS.timedWait(this, INTERVAL_MS);
            }
        } catch (InterruptedException e) {
            close();
        }
    }
}
