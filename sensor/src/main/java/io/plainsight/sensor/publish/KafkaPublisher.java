package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.sensor.spool.Spool;
import io.plainsight.sensor.spool.SpoolException;
import io.plainsight.sensor.spool.SpoolPosition;
import io.plainsight.sensor.spool.SpoolSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The way of all observations of a process to Kafka:
 *
 * <pre>
 *  packet threads ──► queue ──► writer ──► spool on disk ──► sender ──► producer ──► Kafka
 *   serialise          32 MiB    a thread   bounded           a thread    16 MiB under way
 * </pre>
 *
 * <p>Everything goes through the spool, also while Kafka is well: there is one order and one path, what is written survives
 * {@code kill -9}, and only the writer ever waits for the disk, only the sender for Kafka. Segments are deleted once they are
 * acknowledged, mostly before the kernel writes them out. docs/operations.md says what is lost when.
 *
 * <p><b>Threading:</b> any thread; sinks belong to their threads. <b>Memory:</b> queue, {@value KafkaSender#WINDOW_BYTES} bytes
 * under way and the producer's {@code buffer.memory}.
 */
public final class KafkaPublisher implements AutoCloseable {
    /** A second of 20,000 observations a second: a busy disk may make its writers wait that long. */
    static final int QUEUE_BYTES = 32 << 20;
    /** How long files that are played wait for Kafka while it takes nothing, before they are given up. */
    static final Duration DELIVERY_PATIENCE = Duration.ofSeconds(60);
    /** How long the end waits for Kafka; what is left stays in the spool. */
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(2);

    private static final Duration WRITE_PATIENCE = Duration.ofSeconds(10);
    private static final long POLL_MS = 5;
    private static final Logger LOG = LoggerFactory.getLogger(KafkaPublisher.class);

    private final Spool spool;
    private final LossLog losses;
    private final ObservationQueue queue = new ObservationQueue(QUEUE_BYTES);
    private final SpoolWriter writer;
    private final KafkaSender sender;
    private final Thread writerThread;
    private final Thread senderThread;
    private final ScheduledExecutorService syncs;
    private final Duration deliveryPatience;

    /**
     * Opens the spool and begins to send what is in it. Kafka need not be there yet.
     *
     * @param clientConfig at least {@code bootstrap.servers}, and TLS settings where the listener wants them; overrides the
     *     defaults, such as {@code compression.type} ({@code lz4}; {@code zstd} takes less room and more time) and {@code linger.ms}
     * @param topics called before the first message is sent, and again until it succeeds; see {@link
     *     io.plainsight.events.TopicSetup}
     * @param listener hears what becomes of the observations
     * @throws SpoolException when the directory cannot be used or another process has it
     * @throws KafkaException when the configuration is invalid
     */
    public static KafkaPublisher open(
            Map<String, ?> clientConfig, SpoolSettings settings, TopicsReady topics, DeliveryListener listener)
            throws SpoolException {
        Map<String, Object> config = ProducerSettings.of(clientConfig);
        new ProducerConfig(config); // says what is wrong with it
        return new KafkaPublisher(settings, () -> new KafkaProducer<>(config), topics, listener, DELIVERY_PATIENCE);
    }

    /** Makes sure that the topics exist. */
    @FunctionalInterface
    public interface TopicsReady {
        /** @throws IOException when Kafka cannot be reached or refuses; says what to check */
        void ensure() throws IOException;
    }

    KafkaPublisher(
            SpoolSettings settings,
            Supplier<Producer<byte[], byte[]>> producers,
            TopicsReady topics,
            DeliveryListener listener,
            Duration deliveryPatience)
            throws SpoolException {
        this.deliveryPatience = deliveryPatience;
        this.losses = new LossLog(listener);
        this.spool = Spool.open(settings, losses);
        this.sender = new KafkaSender(spool, producers, topics, losses, System::currentTimeMillis);
        this.writer = new SpoolWriter(queue, spool, losses, sender::wake);
        this.writerThread = start("spool-writer", writer);
        this.senderThread = start("kafka-sender", sender);
        this.syncs = new ScheduledThreadPoolExecutor(1, task -> daemon("spool-sync", task));
        long intervalMs = settings.syncInterval().toMillis();
        var unused = syncs.scheduleWithFixedDelay(spool::syncIfBehind, intervalMs, intervalMs, TimeUnit.MILLISECONDS);
    }

    private static Thread start(String name, Runnable task) {
        Thread thread = daemon(name, task);
        thread.start();
        return thread;
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * A sink for one thread that reads packets or files.
     *
     * @param topic {@link io.plainsight.events.Topics#OBSERVATIONS} for live traffic, {@link io.plainsight.events.Topics#REPLAY}
     *     for what is played in
     * @param patient whether it waits while queue and spool are full, as files can; live traffic cannot, and loses
     */
    public KafkaSink sink(Topic<String, Observation> topic, boolean patient) {
        return new KafkaSink(this, topic, patient);
    }

    ObservationQueue queue() {
        return queue;
    }

    LossLog losses() {
        return losses;
    }

    /** How it fares at this moment. */
    public PublishStatus status() {
        return new PublishStatus(
                sender.state(), queue.bytes(), spool.waitingBytes(), spool.limitBytes(), sender.oldestMs());
    }

    /** Returns once everything accepted so far is in the spool, or lost and counted. */
    void awaitSpooled() throws InterruptedException {
        if (!writer.awaitWritten(queue.accepted(), WRITE_PATIENCE.toMillis())) {
            LOG.error("the spool's disk takes nothing, last observations may be missing: directory={}", spool.path());
        }
    }

    /**
     * Returns once everything accepted so far is acknowledged.
     *
     * @throws UncheckedIOException when Kafka takes nothing for {@link #DELIVERY_PATIENCE}
     */
    void awaitDelivered() throws InterruptedException {
        long target = queue.accepted();
        SpoolPosition last = null;
        long deadline = 0;
        while (!writer.awaitWritten(target, POLL_MS) || !spool.isDrained()) {
            SpoolPosition now = spool.acknowledged();
            if (!now.equals(last)) {
                last = now;
                deadline = System.nanoTime() + deliveryPatience.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                String problem = "Kafka took no observations for " + deliveryPatience.toSeconds() + " s: "
                        + sender.reason() + "; check that the broker runs. " + spool.waitingBytes()
                        + " bytes of them wait in " + spool.path()
                        + ": the next sensor with this --spool delivers them";
                throw new UncheckedIOException(problem, new IOException(problem));
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MS);
        }
    }

    /** Writes what is queued, waits shortly for Kafka, and leaves the rest to the next start. */
    @Override
    public void close() {
        queue.close();
        try {
            writerThread.join(WRITE_PATIENCE.toMillis());
            sender.close(CLOSE_PATIENCE);
            senderThread.join(2 * CLOSE_PATIENCE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        sender.abandon();
        syncs.shutdown();
        if (writerThread.isAlive()) {
            LOG.error("the spool's disk takes nothing, last observations may be missing: directory={}", spool.path());
            return; // closing would wait for it too; the end of the process gives the directory free
        }
        long left = spool.waitingBytes();
        spool.close();
        if (left > 0) {
            LOG.warn("{} bytes of observations wait in {} for the next start", left, spool.path());
        }
    }
}
