package io.plainsight.app.run;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Owns what a command has started and closes it in reverse order, once: when the command ends it, or when the process is
 * told to stop (Ctrl-C, SIGTERM). Thread-safe.
 */
public final class Lifetime {
    private static final Logger LOG = LoggerFactory.getLogger(Lifetime.class);

    private final Deque<AutoCloseable> owned = new ArrayDeque<>();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private boolean closed;

    public Lifetime() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::end, "shutdown"));
    }

    /** Takes over {@code resource}; what is owned last is closed first. */
    public <T extends AutoCloseable> T own(T resource) {
        synchronized (this) {
            if (!closed) {
                owned.push(resource);
                return resource;
            }
        }
        close(resource); // stopped while it was being started
        return resource;
    }

    /**
     * Returns when the process is told to stop, or a part failed.
     *
     * @return whether the end was in order; false after {@link #fail}
     */
    public boolean awaitEnd() throws InterruptedException {
        ended.await();
        return failure.get() == null;
    }

    /** A part cannot go on: lets {@link #awaitEnd} return. Callable from the part's own thread. */
    public void fail(Throwable problem) {
        if (failure.compareAndSet(null, problem) && !hasEnded()) {
            LOG.error("stopping: {}", problem.getMessage(), problem);
        }
        ended.countDown();
    }

    /** Whether the end has begun. */
    public boolean hasEnded() {
        return ended.getCount() == 0;
    }

    /** Closes everything; a second call waits for the first. */
    public synchronized void end() {
        ended.countDown();
        closed = true;
        while (!owned.isEmpty()) {
            close(owned.pop());
        }
    }

    private static void close(AutoCloseable resource) {
        try {
            resource.close();
        } catch (Exception e) {
            LOG.warn("did not stop in order: {}", resource.getClass().getSimpleName(), e);
        }
    }
}
