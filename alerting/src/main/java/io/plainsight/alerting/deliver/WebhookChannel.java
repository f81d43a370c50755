package io.plainsight.alerting.deliver;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Posts alerts to a webhook, one after the other in the order of the topic, with retry and back-off.
 *
 * <p>The queue is in memory; nothing is lost with it, because the offset of an alert is committed only when it was
 * delivered or given up, and so a crash brings it back. An alert is given up when the receiver refuses it, after {@link
 * #MAX_ATTEMPTS} attempts (about an hour of outage), or when more than {@link #MAX_QUEUED} wait: then the oldest goes,
 * since it is the newest that an analyst can still act on. Each is counted and logged with its id; it stays on the page
 * in any case.
 *
 * <p><b>Threading:</b> {@link #deliver} by the intake thread, never waits; posting on a thread of its own.
 */
public final class WebhookChannel implements Channel, AutoCloseable {
    public static final String NAME = "webhook";
    public static final int MAX_QUEUED = 10_000;
    public static final int MAX_ATTEMPTS = 64;

    /** A receiver may ask for patience, but not for more than this. */
    static final Duration MAX_RETRY_AFTER = Duration.ofMinutes(10);

    private static final Logger LOG = LoggerFactory.getLogger(WebhookChannel.class);

    private final Poster poster;
    private final Backoff backoff;
    private final Sleeper sleeper;
    private final int maxQueued;
    private final AlertingMetrics metrics;
    private final ArrayDeque<Item> queue = new ArrayDeque<>();
    private final Thread worker;

    /** One attempt. */
    @FunctionalInterface
    public interface Poster {
        PostResult post(Alert alert, SendReason reason) throws InterruptedException;
    }

    /** Waits between attempts; tests replace it. */
    @FunctionalInterface
    public interface Sleeper {
        void sleep(Duration duration) throws InterruptedException;
    }

    /** Starts the posting thread. */
    public WebhookChannel(Poster poster, Backoff backoff, Sleeper sleeper, int maxQueued, AlertingMetrics metrics) {
        this.poster = poster;
        this.backoff = backoff;
        this.sleeper = sleeper;
        this.maxQueued = maxQueued;
        this.metrics = metrics;
        this.worker = new Thread(this::work, "alerting-webhook");
        this.worker.setDaemon(true);
        this.worker.start();
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Alert.Severity floor() {
        return Alert.Severity.LOW;
    }

    @Override
    public void deliver(Alert alert, SendReason reason, Runnable done) {
        Item dropped = null;
        synchronized (queue) {
            queue.addLast(new Item(alert, reason, done));
            if (queue.size() > maxQueued) {
                dropped = queue.removeFirst();
            }
            metrics.webhookQueue(queue.size());
            queue.notifyAll();
        }
        if (dropped != null) {
            metrics.delivered(NAME, "dropped");
            LOG.warn(
                    "webhook: more than {} alerts wait, gave up the oldest: alert {}",
                    maxQueued,
                    dropped.printableId());
            dropped.done.run();
        }
    }

    private void work() {
        try {
            while (true) {
                post(next());
            }
        } catch (InterruptedException e) {
            LOG.debug("webhook: stopped with {} alerts waiting; they are sent after the next start", waiting());
        }
    }

    private Item next() throws InterruptedException {
        synchronized (queue) {
            while (queue.isEmpty()) {
                queue.wait();
            }
            Item item = queue.removeFirst();
            metrics.webhookQueue(queue.size());
            return item;
        }
    }

    private void post(Item item) throws InterruptedException {
        for (int attempt = 1; ; attempt++) {
            PostResult result = attempt(item);
            switch (result.kind()) {
                case SENT -> {
                    metrics.delivered(NAME, "sent");
                    LOG.info("webhook: sent alert {} ({})", item.printableId(), item.reason.text());
                    item.done.run();
                    return;
                }
                case GIVE_UP -> {
                    giveUp(item, result, attempt);
                    return;
                }
                case RETRY -> {
                    if (attempt == MAX_ATTEMPTS) {
                        giveUp(item, result, attempt);
                        return;
                    }
                    metrics.delivered(NAME, "retried");
                    Duration wait = wait(result, attempt);
                    LOG.warn(
                            "webhook: attempt {} failed ({}), next in {} ms",
                            attempt,
                            result.detail(),
                            wait.toMillis());
                    sleeper.sleep(wait);
                }
            }
        }
    }

    /** A fault of ours in one alert must not end the thread that serves all others. */
    private PostResult attempt(Item item) throws InterruptedException {
        try {
            return poster.post(item.alert, item.reason);
        } catch (RuntimeException e) {
            return PostResult.giveUp("cannot be sent: " + e);
        }
    }

    private void giveUp(Item item, PostResult result, int attempt) {
        metrics.delivered(NAME, "given_up");
        LOG.error("webhook: gave up alert {} after {} attempts: {}", item.printableId(), attempt, result.detail());
        item.done.run();
    }

    private Duration wait(PostResult result, int failures) {
        Duration own = backoff.after(failures);
        Duration asked = result.retryAfter();
        if (asked == null || asked.compareTo(own) <= 0) {
            return own;
        }
        return asked.compareTo(MAX_RETRY_AFTER) > 0 ? MAX_RETRY_AFTER : asked;
    }

    private int waiting() {
        synchronized (queue) {
            return queue.size();
        }
    }

    /** Stops posting at once; what waits is not marked done. */
    @Override
    public void close() throws InterruptedException {
        worker.interrupt();
        worker.join(TimeUnit.MILLISECONDS.toMillis(400));
    }

    private record Item(Alert alert, SendReason reason, Runnable done) {
        String printableId() {
            return TerminalText.escape(alert.detail().id(), 200);
        }
    }
}
