package io.plainsight.sensor.publish;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** How the sensor's Kafka producer is set. */
final class ProducerSettings {
    /** Batches that fill slowly leave after this; a tenth of what an observation may take at most. */
    static final int LINGER_MS = 5;

    static final int BATCH_BYTES = 128 * 1024;
    static final long BUFFER_MEMORY_BYTES = 32L * 1024 * 1024;
    /** How long sending waits for the cluster's metadata before it is tried anew; the spool takes what comes meanwhile. */
    static final int MAX_BLOCK_MS = 2_000;

    private static final int REQUEST_TIMEOUT_MS = 15_000;

    private ProducerSettings() {}

    /**
     * The settings, with {@code clientConfig} over the defaults and under what order depends on: a partition's records arrive
     * in the order of the spool, since one request is under way at a time, none is ever given up while the producer lives,
     * and the broker knows a request that comes again (idempotence).
     */
    static Map<String, Object> of(Map<String, ?> clientConfig) {
        Map<String, Object> config = new HashMap<>();
        config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
        config.put(ProducerConfig.LINGER_MS_CONFIG, LINGER_MS);
        config.put(ProducerConfig.BATCH_SIZE_CONFIG, BATCH_BYTES);
        config.put(ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, REQUEST_TIMEOUT_MS);
        config.put(ProducerConfig.CLIENT_ID_CONFIG, "plainsight-sensor");
        config.putAll(clientConfig);
        config.put(ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG, ByteArraySerializer.class);
        config.put(ProducerConfig.ACKS_CONFIG, "all");
        config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
        config.put(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION, 1);
        config.put(ProducerConfig.RETRIES_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, Integer.MAX_VALUE);
        config.put(ProducerConfig.BUFFER_MEMORY_CONFIG, BUFFER_MEMORY_BYTES);
        config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, MAX_BLOCK_MS);
        return config;
    }
}
