package io.plainsight.sensor.publish;

import io.plainsight.events.SequenceHeader;
import io.plainsight.sensor.publish.InFlight.Sent;
import io.plainsight.sensor.spool.LossReason;
import io.plainsight.sensor.spool.Spool;
import io.plainsight.sensor.spool.SpoolPosition;
import io.plainsight.sensor.spool.SpoolReader;
import io.plainsight.sensor.spool.SpooledRecord;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends the spool to Kafka, in its order, for as long as that takes. What is acknowledged moves the spool's position; what
 * fails is begun again with a new producer, from the position on; a record that Kafka will never take is given up alone.
 *
 * <p><b>Threading:</b> {@link #run} is a thread of its own; acknowledgements come on the producer's. <b>Bounds:</b> {@value
 * #WINDOW_BYTES} bytes on their way.
 */
final class KafkaSender implements Runnable {
    /** Longer than a broker's restart takes to be noticed and shorter than an operator's. */
    static final int PATIENCE_MS = 5_000;

    static final int WINDOW_BYTES = 16 << 20;
    /** Attempts with one record that ends producers, before it is taken for the cause. */
    static final int MAX_ATTEMPTS = 5;

    private static final int CHUNK_RECORDS = 256;
    private static final long WAIT_MS = 50;
    private static final long DUTY_INTERVAL_NS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long MIN_BACKOFF_MS = 100;
    private static final long MAX_BACKOFF_MS = 5_000;
    /** Refused records between the oldest unacknowledged one and the newest that was tried. */
    private static final int MAX_REFUSED = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(KafkaSender.class);

    private final Spool spool;
    private final Supplier<Producer<byte[], byte[]>> producers;
    private final KafkaPublisher.TopicsReady topics;
    private final DeliveryListener listener;
    private final LongSupplier wallMs;
    private final InFlight inFlight = new InFlight(WINDOW_BYTES);
    private final Deque<SpooledRecord> pending = new ArrayDeque<>();
    private final Object wake = new Object();

    private SpoolReader reader;
    private KafkaSession session;
    private boolean topicsChecked;
    private long backoffMs = MIN_BACKOFF_MS;
    private long lastDutyNs;
    private PublishState said = PublishState.DELIVERING;
    private Thread thread;
    private Exception refusedAtOnce;
    private SpoolPosition blamed;
    private int attempts;
    private final Set<SpoolPosition> refused = ConcurrentHashMap.newKeySet();

    /** Whether this producer, or one before it since the last failure, has delivered anything. */
    private volatile boolean delivered;

    private volatile boolean written;
    private volatile boolean ended;
    private volatile long closeAtNs;
    private volatile boolean closing;
    private volatile boolean notAllowed;
    private volatile long oldestSpooledMs;
    private volatile long lastDeliveredMs;
    private volatile Exception problem;

    /** @param producers makes a producer; throws {@link KafkaException} when it cannot */
    KafkaSender(
            Spool spool,
            Supplier<Producer<byte[], byte[]>> producers,
            KafkaPublisher.TopicsReady topics,
            DeliveryListener listener,
            LongSupplier wallMs) {
        this.spool = spool;
        this.producers = producers;
        this.topics = topics;
        this.listener = listener;
        this.wallMs = wallMs;
        this.reader = spool.reader();
        this.lastDeliveredMs = wallMs.getAsLong();
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (!ended && !(closing && (isDone() || System.nanoTime() - closeAtNs >= 0))) {
                tryStep();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // nobody does; the next start sends what is left
        } finally {
            if (session != null) {
                session.close(Duration.ZERO);
            }
            if (!ended) {
                settle();
            }
        }
    }

    private boolean isDone() {
        return pending.isEmpty() && inFlight.isEmpty() && spool.isDrained();
    }

    /** A fault of ours must not end this thread: nothing would be published any more. */
    private void tryStep() throws InterruptedException {
        try {
            step();
        } catch (RuntimeException e) {
            LOG.error("sending failed and begins again, this is a bug, please report it", e);
            if (session == null) {
                backOff();
            } else {
                session.fail(e);
            }
        }
    }

    private void step() throws InterruptedException {
        if (pending.isEmpty()) {
            pending.addAll(reader.next(CHUNK_RECORDS));
        }
        duties();
        if (session == null || session.hasFailed()) {
            recover();
        } else if (pending.isEmpty()) {
            if (inFlight.isEmpty()) {
                spool.acknowledge(reader.position()); // nothing but damage can lie between
            }
            await(WAIT_MS);
        } else if (inFlight.awaitRoom(WAIT_MS)) {
            send(pending.peek());
        }
    }

    private void send(SpooledRecord next) throws InterruptedException {
        Sent sent = inFlight.add(next);
        if (refused.contains(next.end())) {
            pending.remove();
            inFlight.settle(sent); // it was counted when Kafka refused it
            return;
        }
        KafkaSession current = session;
        refusedAtOnce = null;
        try {
            current.send(message(next), (metadata, failure) -> onCompletion(current, sent, failure));
        } catch (KafkaException | IllegalStateException e) {
            refusedAtOnce = e;
        }
        if (refusedAtOnce == null) {
            pending.remove();
        } else if (DeliveryFailure.of(refusedAtOnce) == DeliveryFailure.RECORD) {
            pending.remove();
            giveUp(sent, refusedAtOnce);
        } else {
            inFlight.removeLast(sent);
            problem = refusedAtOnce;
            if (DeliveryFailure.of(refusedAtOnce) != DeliveryFailure.NO_ANSWER) {
                current.fail(refusedAtOnce);
            }
        }
    }

    private static ProducerRecord<byte[], byte[]> message(SpooledRecord next) {
        return new ProducerRecord<>(
                next.entry().topic(),
                null,
                next.entry().timestampMs(),
                next.entry().key(),
                next.entry().value(),
                List.of(new SequenceHeader(next.run(), next.sequence()).header()));
    }

    /** On the producer's thread, or, for what is refused before it is under way, on the sender's within {@link #send}. */
    private void onCompletion(KafkaSession of, Sent sent, Exception failure) {
        if (failure == null) {
            lastDeliveredMs = wallMs.getAsLong();
            delivered = true;
            notAllowed = false;
            inFlight.settle(sent);
            listener.onDelivered(Instant.ofEpochMilli(sent.message().entry().timestampMs()));
        } else if (Thread.currentThread() == thread) {
            refusedAtOnce = failure;
        } else if (!of.hasFailed()) {
            if (DeliveryFailure.of(failure) == DeliveryFailure.RECORD) {
                giveUp(sent, failure);
            } else {
                blame(sent, failure);
                of.fail(failure);
            }
        }
    }

    /** A record that ends one producer after the other without a reason that we know must not hold up the rest for ever. */
    private synchronized void blame(Sent sent, Exception failure) {
        if (DeliveryFailure.of(failure) != DeliveryFailure.PRODUCER) {
            return;
        }
        SpoolPosition position = sent.message().end();
        attempts = position.equals(blamed) ? attempts + 1 : 1;
        blamed = position;
        if (attempts >= MAX_ATTEMPTS) {
            attempts = 0;
            giveUp(sent, failure);
        }
    }

    private void giveUp(Sent sent, Exception reason) {
        problem = reason;
        if (refused.size() < MAX_REFUSED) {
            refused.add(sent.message().end()); // another producer may come to it again
        }
        inFlight.settle(sent);
        listener.onLost(LossReason.REFUSED, 1);
        LOG.debug("Kafka refused an observation: at={}", sent.message().end(), reason);
    }

    /** Begins again with a new producer, after a while. */
    private void recover() throws InterruptedException {
        if (session != null) {
            Exception failure = session.failure();
            problem = failure;
            notAllowed = DeliveryFailure.of(failure) == DeliveryFailure.NOT_ALLOWED;
            session.close(Duration.ZERO); // waits for its thread, so that no callback comes after this
            session = null;
            rewind();
            backOff();
        }
        try {
            if (!topicsChecked) {
                topics.ensure();
                topicsChecked = true;
            }
            if (!ended) {
                session = new KafkaSession(producers.get());
            }
        } catch (IOException | KafkaException e) {
            problem = e;
            notAllowed =
                    e.getCause() instanceof Exception cause && DeliveryFailure.of(cause) == DeliveryFailure.NOT_ALLOWED;
            backOff();
        }
    }

    /** Longer each time, until something is delivered again. */
    private void backOff() throws InterruptedException {
        backoffMs = delivered ? MIN_BACKOFF_MS : Math.min(2 * backoffMs, MAX_BACKOFF_MS);
        delivered = false;
        long until = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(backoffMs);
        while (!ended && !closing && System.nanoTime() - until < 0) {
            await(WAIT_MS);
            duties();
        }
    }

    private void rewind() {
        settle();
        List<SpooledRecord> unsettled = inFlight.abandon();
        listener.onSentAgain(unsettled.size());
        unsettled.addAll(pending);
        pending.clear();
        // read, but not sent, and no longer there to be read again
        long gone = unsettled.stream().filter(read -> spool.isGone(read.end())).count();
        if (gone > 0) {
            listener.onLost(LossReason.SPOOL_FULL, gone);
        }
        reader = spool.reader();
    }

    private void settle() {
        SpoolPosition settled = inFlight.settled();
        if (settled != null) {
            spool.acknowledge(settled);
        }
        spool.persist();
    }

    private void duties() {
        long now = System.nanoTime();
        if (now - lastDutyNs < DUTY_INTERVAL_NS) {
            return;
        }
        lastDutyNs = now;
        settle();
        refused.removeIf(position -> position.compareTo(spool.acknowledged()) <= 0);
        long oldest = inFlight.oldestSpooledMs();
        oldestSpooledMs =
                oldest != 0 || pending.isEmpty() ? oldest : pending.peek().spooledMs();
        sayState();
    }

    private void sayState() {
        PublishState now = state();
        if (now == said) {
            return;
        }
        said = now;
        switch (now) {
            case DELIVERING -> LOG.warn("Kafka takes observations again");
            case BEHIND -> LOG.warn("Kafka is slower than the traffic, observations wait in {}", spool.path());
            case AWAY -> LOG.error("Kafka takes no observations, they wait in {}: {}", spool.path(), reason());
            case REFUSED ->
                LOG.error(
                        "Kafka refuses this sensor, observations wait in {}: {}; give it the credentials (--kafka-config)"
                                + " and the right to write to the topics",
                        spool.path(),
                        reason());
        }
    }

    /** What Kafka, or the way there, said last; null when nothing was wrong yet. */
    String reason() {
        Exception last = problem;
        return last == null ? "no answer" : last.getMessage() == null ? last.toString() : last.getMessage();
    }

    /** How it fares at this moment. Any thread. */
    PublishState state() {
        if (notAllowed) {
            return PublishState.REFUSED;
        }
        long now = wallMs.getAsLong();
        if (oldestMs() < PATIENCE_MS) {
            return PublishState.DELIVERING;
        }
        return now - lastDeliveredMs < PATIENCE_MS ? PublishState.BEHIND : PublishState.AWAY;
    }

    /** How long the oldest record waits, milliseconds; 0 when there is none. Any thread. */
    long oldestMs() {
        long oldest = oldestSpooledMs;
        return oldest == 0 ? 0 : Math.max(0, wallMs.getAsLong() - oldest);
    }

    /** Something was written. Any thread. */
    void wake() {
        synchronized (wake) {
            written = true;
            wake.notifyAll();
        }
    }

    private void await(long waitMs) throws InterruptedException {
        synchronized (wake) {
            if (!written && !ended) {
                TimeUnit.MILLISECONDS.timedWait(wake, waitMs);
            }
            written = false;
        }
    }

    /** Lets {@link #run} end once everything is delivered, or after so long. Any thread. */
    void close(Duration patience) {
        closeAtNs = System.nanoTime() + patience.toNanos();
        closing = true;
        wake();
    }

    /** Lets {@link #run} touch the spool no more. Any thread. */
    void abandon() {
        ended = true;
        wake();
    }
}
