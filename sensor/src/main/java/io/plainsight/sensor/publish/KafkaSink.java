package io.plainsight.sensor.publish;

import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sends observations to Kafka, keyed by destination endpoint, with the packets' time as the record's time.
 *
 * <p>The producer is idempotent and waits for all replicas, so a retry neither doubles nor reorders. Memory is bounded:
 * when {@value #BUFFER_MEMORY_BYTES} bytes wait for the broker, {@link #accept} blocks, at most {@value #MAX_BLOCK_MS} ms
 * a record, which slows the reading of files down and lets a live capture drop (and count) in the kernel. A record that
 * could not be delivered within {@value #DELIVERY_TIMEOUT_MS} ms is lost: counted at once through
 * {@link DeliveryListener}, and {@link #flush} throws.
 *
 * <p><b>Threading:</b> any thread accepts, one flushes and closes; acknowledgements arrive on the producer's own thread.
 */
public final class KafkaSink implements ObservationSink {
    static final long BUFFER_MEMORY_BYTES = 32L * 1024 * 1024;
    static final int MAX_BLOCK_MS = 30_000;
    static final int DELIVERY_TIMEOUT_MS = 60_000;
    private static final int REQUEST_TIMEOUT_MS = 15_000;
    /** Long enough to fill batches of a busy sensor, short beside the second that an analyst notices. */
    private static final int LINGER_MS = 20;

    private static final int BATCH_BYTES = 64 * 1024;
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSink.class);

    private final Producer<String, Observation> producer;
    private final String topic;
    private final DeliveryListener listener;
    private final AtomicLong lost = new AtomicLong();
    private final AtomicReference<Exception> firstFailure = new AtomicReference<>();
    private long reported;

    /**
     * Connects to a cluster. The topic must exist; see {@link io.plainsight.events.TopicSetup}.
     *
     * @param clientConfig at least {@code bootstrap.servers}, and TLS settings where the listener wants them; may override every default
     * @param topic {@link io.plainsight.events.Topics#OBSERVATIONS} for live traffic, {@link io.plainsight.events.Topics#REPLAY} for what is played in
     * @throws KafkaException when the configuration is invalid, such as a host name that does not resolve
     */
    public KafkaSink(Map<String, ?> clientConfig, Topic<String, Observation> topic, DeliveryListener listener) {
        this(
                new KafkaProducer<>(
                        producerConfig(clientConfig),
                        topic.key().serializer(),
                        topic.value().serializer()),
                topic,
                listener);
    }

    KafkaSink(Producer<String, Observation> producer, Topic<String, Observation> topic, DeliveryListener listener) {
        this.producer = producer;
        this.topic = topic.name();
        this.listener = listener;
    }

    static Map<String, Object> producerConfig(Map<String, ?> clientConfig) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_MEMORY_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, DELIVERY_TIMEOUT_MS);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "plainsight-sensor");
        config.putAll(clientConfig);
        return config;
    }

    @Override
    public void accept(Observation observation) {
        Instant time = observation.timestamp();
        // Kafka refuses negative times; a capture's clock may claim to stand before 1970
        long timestampMs = time == null ? 0 : Math.max(0, time.toEpochMilli());
        try {
            ProducerRecord<String, Observation> message =
                    new ProducerRecord<>(topic, null, timestampMs, observation.key(), observation);
            // the callback hears of success and failure; the future would tell the same
            Future<RecordMetadata> unused = producer.send(message, (metadata, failure) -> {
                if (failure == null) {
                    listener.onDelivered(time);
                } else {
                    onLost(failure);
                }
            });
        } catch (KafkaException | IllegalStateException e) {
            onLost(e);
        }
    }

    /**
     * Returns once everything accepted so far is acknowledged.
     *
     * @throws UncheckedIOException when records were lost since the last flush
     */
    @Override
    public void flush() {
        producer.flush();
        long total = lost.get();
        if (total > reported) {
            long newlyLost = total - reported;
            reported = total;
            Exception cause = firstFailure.get();
            throw new UncheckedIOException(new IOException(
                    newlyLost + " observations could not be delivered to Kafka topic " + topic + ": "
                            + cause.getMessage() + "; check that the broker runs and the topic exists",
                    cause));
        }
    }

    /** Observations lost since the start. */
    public long lost() {
        return lost.get();
    }

    /** Waits at most {@code 5} seconds for what is under way; what is not acknowledged by then counts as lost. */
    @Override
    public void close() {
        producer.close(CLOSE_TIMEOUT);
        long total = lost.get();
        if (total > reported) {
            LOG.error("lost observations on the way to Kafka: topic={} count={}", topic, total, firstFailure.get());
        }
    }

    private void onLost(Exception failure) {
        firstFailure.compareAndSet(null, failure);
        lost.incrementAndGet();
        listener.onLost();
    }
}
