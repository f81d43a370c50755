package io.plainsight.stream;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.streams.StreamsConfig;

/**
 * How one application of the stream processor runs. Immutable; refuses nonsense on construction, all of it at once.
 *
 * @param bootstrapServers brokers, {@code host:port,…}
 * @param applicationId consumer group, and prefix of internal topics; live and replayed observations need different ones
 * @param stateDirectory where RocksDB keeps its files
 * @param clientId prefix of client ids; several instances of one application may share it
 * @param threads stream threads, at least 1
 * @param replicationFactor of internal topics; 1 on a single broker, -1 for the broker's default
 * @param commitInterval how often a transaction ends, and so the least delay of an alert
 * @param security client settings passed through, such as {@code security.protocol} and {@code ssl.*}
 */
public record StreamProcessorSettings(
        String bootstrapServers,
        String applicationId,
        Path stateDirectory,
        String clientId,
        int threads,
        int replicationFactor,
        Duration commitInterval,
        Map<String, String> security) {

    public static final String LIVE_APPLICATION_ID = "plainsight-stream";
    public static final String REPLAY_APPLICATION_ID = "plainsight-stream-replay";

    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(100);

    /**
     * How long an instance may be silent before the others take its partitions over. Kafka's own 45 s would mean that long
     * without alerts from them; below this a pause of a busy host would pass for a death.
     */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    private static final Duration HEARTBEAT_INTERVAL = Duration.ofSeconds(3);

    public StreamProcessorSettings {
        security = Map.copyOf(security);
        List<String> problems = new ArrayList<>();
        if (bootstrapServers.isBlank()) {
            problems.add("bootstrap servers are missing: give host:port");
        }
        if (!applicationId.matches("[a-zA-Z0-9._-]+")) {
            problems.add("application id may hold letters, digits, '.', '_' and '-': applicationId=" + applicationId);
        }
        if (threads < 1) {
            problems.add("threads must be at least 1: threads=" + threads);
        }
        if (replicationFactor == 0 || replicationFactor < -1) {
            problems.add("replication factor must be positive, or -1: replicationFactor=" + replicationFactor);
        }
        if (commitInterval.isNegative() || commitInterval.isZero()) {
            problems.add("commit interval must be positive: commitInterval=" + commitInterval);
        }
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    /** One thread on a single broker, without TLS: what the embedded broker needs. */
    public static StreamProcessorSettings of(String bootstrapServers, String applicationId, Path stateDirectory) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                applicationId,
                1,
                1,
                DEFAULT_COMMIT_INTERVAL,
                Map.of());
    }

    public StreamProcessorSettings withThreads(int value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                clientId,
                value,
                replicationFactor,
                commitInterval,
                security);
    }

    public StreamProcessorSettings withReplicationFactor(int value) {
        return new StreamProcessorSettings(
                bootstrapServers, applicationId, stateDirectory, clientId, threads, value, commitInterval, security);
    }

    public StreamProcessorSettings withClientId(String value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                value,
                threads,
                replicationFactor,
                commitInterval,
                security);
    }

    public StreamProcessorSettings withSecurity(Map<String, String> value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                clientId,
                threads,
                replicationFactor,
                commitInterval,
                value);
    }

    /** The configuration of Kafka Streams. */
    Properties properties() {
        Properties properties = new Properties();
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG), millis(SESSION_TIMEOUT));
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG), millis(HEARTBEAT_INTERVAL));
        properties.putAll(security); // a cluster's settings file may say otherwise
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers);
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, applicationId);
        properties.put(StreamsConfig.CLIENT_ID_CONFIG, clientId);
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.NUM_STREAM_THREADS_CONFIG, threads);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "lz4");
        // a second batch that overtakes the first one of a transaction is refused by the broker with an error in its
        // log
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        return properties;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
