package io.plainsight.stream;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.stream.error.ErrorHandling;
import io.plainsight.stream.inventory.Inventory;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.PolicyInForce;
import io.plainsight.stream.state.StateStores;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detection topology on Kafka Streams. A stream thread that dies is replaced a few times; then the application stops
 * with an error, so that whoever runs it notices instead of watching it restart for ever.
 *
 * <p><i>Threading:</i> all methods may be called from any thread. <i>Lifetime:</i> {@link #start} once, {@link #close} once.
 */
public final class StreamProcessor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StreamProcessor.class);

    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(4);

    private final String applicationId;
    private final KafkaStreams streams;
    private final StreamMetrics metrics;
    private final ThreadReplacements replacements = new ThreadReplacements();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private volatile Consumer<KafkaStreams.State> stateListener = state -> {};

    /** Without imported certificates. */
    public StreamProcessor(
            StreamProcessorSettings settings,
            PolicyInForce policy,
            Topic<String, Observation> input,
            StreamMetrics metrics) {
        this(settings, policy, () -> Inventory.NONE, input, metrics);
    }

    /**
     * @param inventory certificates that services are said to have
     * @param input {@link io.plainsight.events.Topics#OBSERVATIONS} or {@link io.plainsight.events.Topics#REPLAY}
     * @param metrics shared by all processors of this process
     */
    public StreamProcessor(
            StreamProcessorSettings settings,
            PolicyInForce policy,
            Supplier<Inventory> inventory,
            Topic<String, Observation> input,
            StreamMetrics metrics) {
        this.applicationId = settings.applicationId();
        this.metrics = metrics;
        Properties properties = settings.properties();
        ErrorHandling.addTo(properties, metrics);
        ErrorHandling.keepDeadLetters(properties);
        streams = new KafkaStreams(
                DetectionTopology.build(policy, inventory, StateStores.persistent(), input, metrics), properties);
        streams.setStateListener((now, before) -> onState(now));
        streams.setUncaughtExceptionHandler(this::onUncaught);
    }

    /** Is told of every change of state, from a thread of Kafka Streams. To be set before {@link #start}. */
    public void onStateChange(Consumer<KafkaStreams.State> listener) {
        stateListener = listener;
    }

    /** Begins processing; the topics must exist. Returns at once. */
    public void start() {
        metrics.kafkaStreams().add(applicationId, streams::metrics);
        streams.start();
    }

    /** @return whether the application reached its running state, that is, has its partitions and their state, in time */
    public boolean awaitRunning(Duration timeout) throws InterruptedException {
        return running.await(timeout.toMillis(), TimeUnit.MILLISECONDS) && failure.get() == null;
    }

    /** Waits until the application has stopped, by {@link #close} or by an error; see {@link #failure}. */
    public void awaitStopped() throws InterruptedException {
        stopped.await();
    }

    public KafkaStreams.State state() {
        return streams.state();
    }

    /** What stopped the application; empty while it runs and after an orderly close. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    /** Stops and waits up to four seconds; what was not committed is processed again by the next start. */
    @Override
    public void close() {
        close(CLOSE_TIMEOUT);
    }

    /**
     * Leaves the group, so that other instances, or the next start, have the partitions at once.
     *
     * @return whether all threads ended in time
     */
    public boolean close(Duration timeout) {
        boolean ended = streams.close(
                CloseOptions.timeout(timeout).withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP));
        metrics.kafkaStreams().remove(applicationId);
        if (!ended) {
            LOG.warn("stream threads did not end in time: application={} timeout={}", applicationId, timeout);
        }
        running.countDown();
        stopped.countDown();
        return ended;
    }

    private void onState(KafkaStreams.State now) {
        LOG.info("state changed: application={} state={}", applicationId, now);
        if (now == KafkaStreams.State.RUNNING) {
            running.countDown();
        } else if (now == KafkaStreams.State.NOT_RUNNING || now == KafkaStreams.State.ERROR) {
            running.countDown();
            stopped.countDown();
        }
        stateListener.accept(now);
    }

    private StreamThreadExceptionResponse onUncaught(Throwable error) {
        if (replacements.mayReplace(System.nanoTime())) {
            metrics.threadReplaced();
            LOG.warn("stream thread died and is replaced: application={}", applicationId, error);
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        failure.compareAndSet(null, error);
        LOG.error("stream threads keep dying, stopping: application={}", applicationId, error);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT; // this client only; the other instances go on
    }
}
