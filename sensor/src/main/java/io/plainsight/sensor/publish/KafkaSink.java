package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.sensor.spool.Entry;
import io.plainsight.sensor.spool.LossReason;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Hands observations to a {@link KafkaPublisher} as bytes, keyed by destination endpoint, with the packets' time as the
 * message's time. Waits neither for the disk nor for Kafka, unless it is patient.
 *
 * <p><b>Threading:</b> one thread calls. What is lost is counted through {@link DeliveryListener}.
 */
public final class KafkaSink implements ObservationSink {
    private final KafkaPublisher publisher;
    private final Topic<String, Observation> topic;
    private final boolean patient;
    private final long lostBefore;
    private long reported;

    KafkaSink(KafkaPublisher publisher, Topic<String, Observation> topic, boolean patient) {
        this.publisher = publisher;
        this.topic = topic;
        this.patient = patient;
        lostBefore = publisher.losses().lost();
        reported = lostBefore;
    }

    @Override
    public void accept(Observation observation) {
        Entry entry = encode(observation);
        if (entry != null && !put(entry)) {
            LossReason reason = publisher.queue().isClosed() ? LossReason.STOPPED : LossReason.QUEUE_FULL;
            publisher.losses().onLost(reason, 1);
        }
    }

    /** The one place where an observation becomes bytes; null, and counted, when it cannot. */
    private Entry encode(Observation observation) {
        Instant time = observation.timestamp();
        // Kafka refuses negative times; a capture's clock may claim to stand before 1970
        long timestampMs = time == null ? 0 : Math.max(0, time.toEpochMilli());
        try {
            byte[] key = topic.key().serializer().serialize(topic.name(), observation.key());
            byte[] value = topic.value().serializer().serialize(topic.name(), observation);
            return new Entry(topic.name(), key, value, timestampMs);
        } catch (SerializationException e) {
            publisher.losses().onLost(LossReason.ENCODING, 1);
            return null;
        }
    }

    private boolean put(Entry entry) {
        if (!patient) {
            return publisher.queue().offer(entry);
        }
        try {
            return publisher.queue().put(entry);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * For files: returns once everything accepted so far is acknowledged. For live traffic: once it is in the spool.
     *
     * @throws UncheckedIOException for files, when Kafka takes nothing for a minute, or observations were lost since the last
     *     flush
     */
    @Override
    public void flush() {
        try {
            if (!patient) {
                publisher.awaitSpooled();
                return;
            }
            publisher.awaitDelivered();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long total = publisher.losses().lost();
        long newlyLost = total - reported;
        reported = total;
        if (newlyLost > 0) {
            throw new UncheckedIOException(new IOException(newlyLost
                    + " observations could not be delivered to Kafka topic " + topic.name() + "; the log says why"));
        }
    }

    /** Losses are those of the whole process since this sink was made. */
    @Override
    public DeliveryState state() {
        PublishStatus status = publisher.status();
        return new DeliveryState(publisher.losses().lost() - lostBefore, -1, status.queueBytes() + status.spoolBytes());
    }

    @Override
    public ObservationSink forThread() {
        return new KafkaSink(publisher, topic, patient);
    }
}
