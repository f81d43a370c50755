package io.plainsight.sensor.publish;

import java.time.Duration;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The life of one producer. The first failure ends it, at once and on the thread that hears of it: nothing of a partition may
 * arrive behind a gap, since a receiver takes what comes later below the highest number for a repeat.
 */
final class KafkaSession {
    private static final Logger LOG = LoggerFactory.getLogger(KafkaSession.class);

    private final Producer<byte[], byte[]> producer;
    private volatile Exception failure;

    KafkaSession(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    void send(ProducerRecord<byte[], byte[]> message, Callback callback) {
        var unused = producer.send(message, callback); // the callback hears all that the future would tell
    }

    /** What ended it; null while it lives. */
    Exception failure() {
        return failure;
    }

    boolean hasFailed() {
        return failure != null;
    }

    /** Ends it. Called from the producer's own thread this keeps the producer from sending anything more. */
    void fail(Exception reason) {
        if (failure == null) {
            failure = reason;
            close(Duration.ZERO);
        }
    }

    /** Waits so long for what is under way. */
    void close(Duration timeout) {
        try {
            producer.close(timeout);
        } catch (RuntimeException e) {
            LOG.debug("a producer did not close in order", e); // what it had is sent again by the next one
        }
    }
}
