package io.plainsight.stream.rollout;

import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.policy.PolicyReader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes a policy file when its content changes. The content is read at every look, so neither the clock's grain nor the
 * way that an editor saves (writing in place, renaming over it) matters; and it must be the same at two looks, so that a file
 * that is just being written is not taken for a shorter one. A file that is refused is complained of once.
 *
 * <p><i>Threading:</i> a thread of its own between {@link #start} and {@link #close}.
 */
final class PolicyWatcher implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyWatcher.class);
    private static final long STOP_MS = 2_000;

    private final Path file;
    private final Publication publication;
    private final PolicyMetrics metrics;
    private final Duration interval;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "policy-watcher");
    /** What was published or refused last; the text, or the complaint where there is none to be had. */
    private Look settled;
    /** What the look before found. */
    private Look seen;

    /** Where a changed policy goes. */
    @FunctionalInterface
    interface Publication {
        void publish(PolicyDocument document) throws RolloutException;
    }

    private record Look(String text, String unreadable) {}

    /**
     * @param first what was read from the file and published already
     * @param interval between two looks
     */
    PolicyWatcher(Path file, PolicyDocument first, Publication publication, PolicyMetrics metrics, Duration interval) {
        this.file = file;
        this.publication = publication;
        this.metrics = metrics;
        this.interval = interval;
        settled = new Look(first.text(), null);
        seen = settled;
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    /** Looks once; publishes when the file is not what it was and did not change since the last look. */
    void look() {
        Look now = read();
        if (now.equals(seen) && !now.equals(settled)) {
            settle(now);
        }
        seen = now;
    }

    private Look read() {
        try {
            return new Look(PolicyReader.text(file), null);
        } catch (PolicyException e) {
            return new Look(null, e.getMessage());
        }
    }

    private void settle(Look now) {
        if (now.unreadable() != null) {
            refuse(now, now.unreadable());
            return;
        }
        try {
            publication.publish(PolicyDocument.parse(file, now.text()));
            settled = now;
        } catch (PolicyException e) {
            refuse(now, e.getMessage());
        } catch (RolloutException e) {
            metrics.failed(); // and tried again at the next look
            LOG.warn("{}; trying again", e.getMessage());
        } catch (RuntimeException e) { // a fault of the reader's must not end the watch
            LOG.error("reading {} failed", file, e);
            refuse(now, e.toString());
        }
    }

    private void refuse(Look now, String problems) {
        settled = now;
        metrics.refused(PolicyMetrics.Source.FILE);
        LOG.error("{} is refused, the policy before stays in force:\n{}", file, problems);
    }

    private void run() {
        try {
            while (!stop.await(interval.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException e) {
            stop.countDown();
        }
    }

    @Override
    public void close() throws InterruptedException {
        stop.countDown();
        thread.join(STOP_MS);
    }
}
