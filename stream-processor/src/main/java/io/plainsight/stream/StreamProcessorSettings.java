package io.plainsight.stream;

import io.plainsight.stream.state.BoundedRocksDb;
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
 * @param standbys copies of each partition's state on other instances, 0 or more; with one, whoever takes over need not read
 *     the state from Kafka first
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
        int standbys,
        int replicationFactor,
        Duration commitInterval,
        Map<String, String> security) {

    public static final String LIVE_APPLICATION_ID = "plainsight-stream";
    public static final String REPLAY_APPLICATION_ID = "plainsight-stream-replay";

    /**
     * An alert passes two transactions, so this keeps it well within a second; each transaction costs a round of requests for
     * every topic, and writes what changed once.
     */
    public static final Duration DEFAULT_COMMIT_INTERVAL = Duration.ofMillis(200);

    private static final int DEFAULT_MAX_THREADS = 2;

    /**
     * How long an instance may be silent before the others take its partitions over. Kafka's own 45 s would mean that long
     * without alerts from them; below this a pause of a busy host would pass for a death.
     */
    static final Duration SESSION_TIMEOUT = Duration.ofSeconds(10);

    /**
     * How long a transaction may take before the broker gives it up. On a starved host a first one, with cold code and stores
     * that open, takes longer than the 10 s of Kafka Streams; given up, its instance begins anew, and never gets further.
     */
    private static final Duration TRANSACTION_TIMEOUT = Duration.ofSeconds(30);

    /** Few enough that an instance under load commits in time, enough that a poll is worth its cost. */
    private static final int MAX_POLL_RECORDS = 1000;

    /** What one answer of a broker holds of a partition: more than a poll takes, and no array that the heap keeps apart. */
    private static final int MAX_PARTITION_FETCH_BYTES = 256 << 10;

    /**
     * What a producer gathers for one partition. Once that is full, whatever waits for the same broker goes with it, so Kafka's own
     * 16 KiB let a few busy partitions send the few records of all the others again and again. This holds what most partitions
     * get between two commits, and those of a thread together fit into the producer's memory of 32 MiB.
     */
    private static final int BATCH_BYTES = 128 << 10;

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
        if (standbys < 0) {
            problems.add("standbys must not be negative: standbys=" + standbys);
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

    /**
     * Two threads where there are two processors, on a single broker, without TLS: what the embedded broker needs. More threads
     * are for machines whose other parts leave them processors.
     */
    public static StreamProcessorSettings of(String bootstrapServers, String applicationId, Path stateDirectory) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                applicationId,
                Math.min(DEFAULT_MAX_THREADS, Runtime.getRuntime().availableProcessors()),
                0,
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
                standbys,
                replicationFactor,
                commitInterval,
                security);
    }

    public StreamProcessorSettings withStandbys(int value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                clientId,
                threads,
                value,
                replicationFactor,
                commitInterval,
                security);
    }

    public StreamProcessorSettings withReplicationFactor(int value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                clientId,
                threads,
                standbys,
                value,
                commitInterval,
                security);
    }

    public StreamProcessorSettings withClientId(String value) {
        return new StreamProcessorSettings(
                bootstrapServers,
                applicationId,
                stateDirectory,
                value,
                threads,
                standbys,
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
                standbys,
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
        properties.put(StreamsConfig.NUM_STANDBY_REPLICAS_CONFIG, standbys);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, replicationFactor);
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, commitInterval.toMillis());
        // no judgement depends on which of two topics is read first, so nothing is gained by waiting for the other one
        properties.put(StreamsConfig.MAX_TASK_IDLE_MS_CONFIG, StreamsConfig.MAX_TASK_IDLE_MS_DISABLED);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG), "earliest");
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.COMPRESSION_TYPE_CONFIG), "none");
        properties.put(
                StreamsConfig.producerPrefix(ProducerConfig.TRANSACTION_TIMEOUT_CONFIG), millis(TRANSACTION_TIMEOUT));
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class);
        properties.put(StreamsConfig.consumerPrefix(ConsumerConfig.MAX_POLL_RECORDS_CONFIG), MAX_POLL_RECORDS);
        properties.put(
                StreamsConfig.consumerPrefix(ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG),
                MAX_PARTITION_FETCH_BYTES);
        properties.put(StreamsConfig.BUFFERED_RECORDS_PER_PARTITION_CONFIG, MAX_POLL_RECORDS);
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.BATCH_SIZE_CONFIG), BATCH_BYTES);
        // a second batch that overtakes the first one of a transaction is refused by the broker with an error in its
        // log
        properties.put(StreamsConfig.producerPrefix(ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION), 1);
        return properties;
    }

    private static int millis(Duration duration) {
        return Math.toIntExact(duration.toMillis());
    }
}
