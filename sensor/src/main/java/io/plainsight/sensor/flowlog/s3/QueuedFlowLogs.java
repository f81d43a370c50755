package io.plainsight.sensor.flowlog.s3;

import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogReader;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.sensor.metrics.SensorCounters;
import io.plainsight.sensor.publish.ObservationSink;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.sqs.model.Message;

/**
 * Delivers the flow logs that a queue tells of, as they are stored.
 *
 * <p>A message is deleted when the sink has flushed all records of its objects; while they are read it is kept hidden from other
 * readers. After a crash it appears again, and its records have the same event ids. A message that is not understood, or whose
 * object the store does not give, is left: it comes again, and goes at last to the queue's own dead-letter queue.
 *
 * <p><b>Threading:</b> one thread reads; {@link #stop} from any. Two more wait for messages and keep them hidden. <b>Memory:</b>
 * {@value ObjectQueue#MAX_MESSAGES} messages and one row.
 */
public final class QueuedFlowLogs implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(QueuedFlowLogs.class);
    private static final long FIRST_WAIT_MS = 1_000;
    private static final long MAX_WAIT_MS = 60_000;
    /** A message is hidden anew after this part of its time. */
    private static final int RENEWALS = 3;

    private final ObjectQueue queue;
    private final ObjectStore store;
    private final ObjectReader objects;
    private final FlowLogReader reader;
    private final SensorCounters counters;
    private final CompletableFuture<List<Message>> stopped = new CompletableFuture<>();
    private final ScheduledExecutorService helpers = Executors.newScheduledThreadPool(2, work -> {
        Thread thread = new Thread(work, "flow-log-queue-helper");
        thread.setDaemon(true); // it may wait for messages when nobody wants them any more
        return thread;
    });

    private QueuedFlowLogs(ObjectQueue queue, ObjectStore store, FlowLogReader reader, SensorCounters counters) {
        this.queue = queue;
        this.store = store;
        this.reader = reader;
        this.counters = counters;
        this.objects = new ObjectReader(store, reader, counters, this::pause);
    }

    /**
     * Makes ready to read, without asking anybody.
     *
     * @param reader with its settings; used by the reading thread alone, and stopped by {@link #stop}
     * @throws FlowLogException when a setting is wrong
     */
    public static QueuedFlowLogs open(QueuePlan plan, FlowLogReader reader, SensorCounters counters)
            throws FlowLogException {
        plan.check();
        ObjectStore store = ObjectStore.open(plan.objects().inRegion(plan.region()));
        try {
            return new QueuedFlowLogs(ObjectQueue.open(plan), store, reader, counters);
        } catch (FlowLogException e) {
            store.close();
            throw e;
        }
    }

    /**
     * Asks the queue what it is set to.
     *
     * @throws FlowLogException when a setting, the name or a right is wrong; a queue that is only out of reach is none of these
     */
    public void check() throws FlowLogException {
        try {
            if (!queue.attributes().hasDeadLetters()) {
                LOG.warn("the queue of flow logs has no dead-letter queue: messages that are not understood come back"
                        + " until they expire; set its redrive policy");
            }
        } catch (ObjectStoreException e) {
            if (e.permanent) {
                throw new FlowLogException(e.getMessage(), e);
            }
            LOG.warn("{}; it is tried again", e.getMessage());
        }
    }

    /** Reads what the queue tells of until {@link #stop}. What fails is logged, counted and tried again. */
    public void follow(ObservationSink sink) {
        Duration visibility = null;
        long wait = FIRST_WAIT_MS;
        while (pause(0)) {
            try {
                visibility = visibility == null ? queue.attributes().visibility() : visibility;
                List<Message> messages = receive();
                if (!messages.isEmpty()) {
                    take(messages, visibility, sink);
                }
                wait = FIRST_WAIT_MS;
            } catch (ObjectStoreException | UncheckedIOException e) {
                counters.increment(SensorCounter.FLOW_LOG_LOOKS_FAILED);
                LOG.warn("{}; it is tried again", e.getMessage());
                pause(wait);
                wait = Math.min(MAX_WAIT_MS, 2 * wait);
            }
        }
    }

    /** Waits for messages, or the end. */
    private List<Message> receive() throws ObjectStoreException {
        CompletableFuture<List<Message>> received = new CompletableFuture<>();
        helpers.execute(() -> {
            try {
                received.complete(queue.receive());
            } catch (ObjectStoreException | RuntimeException e) {
                received.completeExceptionally(e);
            }
        });
        try {
            return received.applyToEither(stopped, messages -> messages).join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof ObjectStoreException failure) {
                throw failure;
            }
            throw e;
        }
    }

    private void take(List<Message> messages, Duration visibility, ObservationSink sink) throws ObjectStoreException {
        long period = Math.max(1_000, visibility.toMillis() / RENEWALS);
        ScheduledFuture<?> hiding =
                helpers.scheduleAtFixedRate(() -> hide(messages, visibility), period, period, TimeUnit.MILLISECONDS);
        List<Message> done = new ArrayList<>();
        try {
            for (Message message : messages) {
                if (pause(0) && read(message, sink)) {
                    done.add(message);
                }
            }
            sink.flush();
        } finally {
            hiding.cancel(false);
        }
        counters.add(SensorCounter.FLOW_LOG_MESSAGES_DONE, done.size());
        if (!done.isEmpty()) {
            tell("messages of delivered flow logs could not be deleted and come again", queue.delete(done));
        }
    }

    private void hide(List<Message> messages, Duration visibility) {
        try {
            tell("messages could not be kept hidden and may be read twice", queue.hide(messages, visibility));
        } catch (ObjectStoreException | RuntimeException e) {
            LOG.warn("messages could not be kept hidden and may be read twice: {}", e.getMessage());
        }
    }

    private static void tell(String what, List<String> problems) {
        if (!problems.isEmpty()) {
            LOG.warn("{}: messages={} first={}", what, problems.size(), problems.get(0));
        }
    }

    /** Returns whether the message is done with, once what was read is delivered. */
    private boolean read(Message message, ObservationSink sink) {
        List<ObjectNotice> notices;
        try {
            notices = ObjectNotice.of(message.body());
        } catch (ObjectNotice.UnknownFormException e) {
            counters.increment(SensorCounter.FLOW_LOG_MESSAGES_POISON);
            LOG.warn(
                    "a message is no notice of an object, and left: id={} reason={}",
                    message.messageId(),
                    e.getMessage());
            return false;
        }
        boolean done = true;
        for (ObjectNotice notice : notices) {
            ObjectReader.Outcome outcome = objects.read(notice.where(), notice.object(), sink);
            if (outcome.problem() != null) {
                LOG.warn("{}{}", outcome.problem(), outcome.done() ? "" : "; its message is left and comes again");
            }
            done &= outcome.done();
        }
        if (!done && pause(0)) {
            counters.increment(SensorCounter.FLOW_LOG_MESSAGES_LEFT);
        }
        return done;
    }

    /** Makes reading return soon; what was delivered is deleted. */
    public void stop() {
        stopped.complete(List.of());
        reader.stop();
    }

    /** Returns false when it is time to stop. */
    private boolean pause(long ms) {
        if (ms == 0) {
            return !stopped.isDone();
        }
        try {
            stopped.get(ms, TimeUnit.MILLISECONDS);
            return false;
        } catch (TimeoutException e) {
            return true;
        } catch (ExecutionException e) {
            throw new IllegalStateException("nothing fails it", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        stopped.complete(List.of());
        helpers.shutdownNow();
        queue.close();
        store.close();
    }
}
