package io.plainsight.alerting.intake;

import io.plainsight.alerting.deliver.ChannelPipeline;
import io.plainsight.alerting.deliver.DeliveryProgress;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs {@link AlertIntake} until closed. Topics that do not exist yet are waited for; a broker that is away is waited
 * for; being refused by the broker ends the thread, because waiting will not help.
 */
public final class IntakeThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IntakeThread.class);
    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration LOOK_WHILE_MISSING = Duration.ofMillis(500);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(30);
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(1);
    private static final Duration AT_THE_END = Duration.ofMillis(400);

    private final Consumer<String, byte[]> consumer;
    private final AlertIntake intake;
    private final Runnable onRebuilt;
    private final java.util.function.Consumer<RuntimeException> onFailure;
    private final Thread thread;
    private volatile boolean running = true;
    private volatile boolean rebuilt;
    private volatile boolean failed;

    /**
     * Does not start yet.
     *
     * @param consumer used and closed by the thread
     * @param onRebuilt called once, when everything that was on the topics at the start is taken in
     * @param onFailure called when the thread ends for a reason that it cannot mend
     */
    public IntakeThread(
            Consumer<String, byte[]> consumer,
            AlertStore alerts,
            PostureStore posture,
            List<ChannelPipeline> channels,
            DeliveryProgress progress,
            AlertingMetrics metrics,
            Runnable onRebuilt,
            java.util.function.Consumer<RuntimeException> onFailure) {
        this.consumer = consumer;
        this.intake = new AlertIntake(consumer, alerts, posture, channels, progress, metrics);
        this.onRebuilt = onRebuilt;
        this.onFailure = onFailure;
        this.thread = new Thread(this::run, "alerting-intake");
    }

    public void start() {
        thread.start();
    }

    /** Whether the stores hold what the topics held at the start. */
    public boolean isRebuilt() {
        return rebuilt;
    }

    /** Whether the thread ended for a reason that it cannot mend. */
    public boolean hasFailed() {
        return failed;
    }

    private void run() {
        try {
            loop();
        } catch (InterruptedException | InterruptException e) {
            LOG.debug("intake interrupted");
        } catch (RuntimeException e) {
            failed = true;
            LOG.error("intake ended, alerts are no longer received: {}", e.toString(), e);
            onFailure.accept(e);
        } finally {
            end();
        }
    }

    private void loop() throws InterruptedException {
        long lookAt = System.nanoTime();
        boolean topicExists = false;
        boolean reachable = true;
        while (running) {
            try {
                if (System.nanoTime() - lookAt >= 0) {
                    topicExists = intake.findPartitions();
                    lookAt = System.nanoTime() + (topicExists ? LOOK_AGAIN : LOOK_WHILE_MISSING).toNanos();
                }
                if (topicExists) {
                    step();
                } else {
                    pause(LOOK_WHILE_MISSING);
                }
                if (!reachable) {
                    reachable = true;
                    LOG.info("Kafka answers again");
                }
            } catch (WakeupException e) {
                LOG.debug("intake woken up to stop");
            } catch (AuthenticationException | AuthorizationException e) {
                throw e;
            } catch (KafkaException e) {
                if (reachable) {
                    reachable = false;
                    LOG.warn("Kafka fails, trying again every {} s: {}", AFTER_FAILURE.toSeconds(), e.toString());
                }
                pause(AFTER_FAILURE);
            }
        }
    }

    private void step() {
        intake.poll(POLL);
        if (!rebuilt && intake.rebuilt()) {
            rebuilt = true;
            onRebuilt.run();
        }
    }

    private synchronized void pause(Duration duration) throws InterruptedException {
        if (running) {
            wait(duration.toMillis());
        }
    }

    private void end() {
        try {
            intake.commit(AT_THE_END);
        } catch (KafkaException e) {
            LOG.warn("could not commit at the end, the latest deliveries may be repeated: {}", e.toString());
        }
        try {
            consumer.close(CloseOptions.timeout(AT_THE_END));
        } catch (InterruptException e) {
            LOG.debug("interrupted while the consumer was closed");
        }
    }

    /** Stops, commits what is delivered, and closes the consumer. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            running = false;
            notifyAll();
        }
        consumer.wakeup();
        thread.join(TimeUnit.SECONDS.toMillis(1));
        if (thread.isAlive()) {
            thread.interrupt();
            thread.join(TimeUnit.MILLISECONDS.toMillis(300));
        }
    }
}
