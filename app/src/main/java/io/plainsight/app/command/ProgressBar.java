package io.plainsight.app.command;

import io.plainsight.sensor.ReplayPosition;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
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
    private final int columns;
    private final Supplier<ReplayPosition> position;
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
        this.screen = screen;
        this.columns = columns;
        this.position = position;
        startNanoTime = nanoTime;
    }

    /** Draws from now on until {@link #close}. */
    static ProgressBar start(PrintStream screen, int columns, Supplier<ReplayPosition> position) {
        ProgressBar bar = new ProgressBar(screen, columns, position, System.nanoTime());
        Thread thread = new Thread(bar::run, "progress");
        thread.setDaemon(true);
        thread.start();
        return bar;
    }

    /** Draws the line as it is now. */
    synchronized void draw(long nanoTime) {
        ReplayPosition now = position.get();
        if (!closed && now != null && now.file() != null) {
            screen.print(HOME + ProgressLine.text(now, nanoTime - startNanoTime, columns) + ERASE);
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
