package io.plainsight.sensor.publish;

import io.plainsight.events.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sets refused flow-log records aside in {@link Topics#DEAD_LETTER}: the file is the key, the record as it came the value, and
 * headers say why and where. A record that cannot be sent is lost to the topic; its refusal is counted all the same.
 *
 * <p><b>Threading:</b> any.
 */
public final class KafkaDeadLetters implements AutoCloseable {
    /** Header: why, in one word. */
    public static final String REASON = "plainsight.dead-letter.reason";
    /** Header: what is wrong with it. */
    public static final String DETAIL = "plainsight.dead-letter.detail";
    /** Header: the file or object, as messages name it. */
    public static final String FILE = "plainsight.dead-letter.file";
    /** Header: the line, or number of the record, from 1. */
    public static final String LINE = "plainsight.dead-letter.line";

    private static final int MAX_BLOCK_MS = 500;
    private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(5);
    private static final Logger LOG = LoggerFactory.getLogger(KafkaDeadLetters.class);

    private final Producer<byte[], byte[]> producer;
    private final AtomicBoolean warned = new AtomicBoolean();

    KafkaDeadLetters(Producer<byte[], byte[]> producer) {
        this.producer = producer;
    }

    /** @param clientConfig where Kafka is, and how to reach it */
    public static KafkaDeadLetters open(Map<String, ?> clientConfig) {
        Map<String, Object> config = new HashMap<>(clientConfig);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "plainsight-sensor-dead-letters");
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return new KafkaDeadLetters(new KafkaProducer<>(config));
    }

    /**
     * Sends a record; waits {@value #MAX_BLOCK_MS} ms at most.
     *
     * @param line or number of the record, from 1
     * @param reason short and one of few, in lower case
     * @param raw the record as it came
     * @return false when it cannot be sent
     */
    @SuppressWarnings("FutureReturnValueIgnored") // the callback hears of a failure
    public boolean send(String file, long line, String reason, String detail, String raw) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(Topics.DEAD_LETTER.name(), bytes(file), bytes(raw));
        letter.headers()
                .add(REASON, bytes(reason))
                .add(DETAIL, bytes(detail))
                .add(FILE, bytes(file))
                .add(LINE, bytes(Long.toString(line)));
        try {
            producer.send(letter, (metadata, e) -> warn(e));
            return true;
        } catch (KafkaException e) {
            warn(e);
            return false;
        }
    }

    private void warn(Exception e) {
        if (e != null && warned.compareAndSet(false, true)) {
            LOG.warn("refused flow-log records cannot be set aside, they are counted only: cause={}", e.toString());
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        producer.close(CLOSE_PATIENCE);
    }
}
