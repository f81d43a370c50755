package io.plainsight.app.broker;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;
import org.apache.kafka.server.common.MetadataVersion;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A real single-node Kafka broker (KRaft, broker and controller in one) inside this process, on loopback only.
 *
 * <p>Its data lies in one directory and survives restarts, and so do its ports unless another one is asked for. {@link #start} returns when the broker takes requests.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final int NODE_ID = 1;
    private static final int MAX_ATTEMPTS = 3;
    private static final String LOOPBACK = BrokerPorts.LOOPBACK;
    /** Replays are kept by size, not by age, since their packets may be of any year. */
    private static final long RETENTION_BYTES_PER_PARTITION = 2L << 30;

    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedBroker(KafkaRaftServer server, String bootstrapServers) {
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Starts a broker.
     *
     * @param directory where its data lies; made when absent
     * @param port the broker's port, 0 for any free one
     * @throws BrokerException when the directory cannot be used, the port is taken or the broker does not come up
     */
    public static EmbeddedBroker start(Path directory, int port) throws BrokerException {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot make the data directory " + directory + ": " + e.getMessage()
                            + "; give a directory that you may write to with --data",
                    e);
        }
        for (int attempt = 1; ; attempt++) {
            try {
                return start(directory, BrokerPorts.choose(directory, port));
            } catch (Exception e) {
                // between choosing a free port and listening on it somebody else may take it
                boolean lostRace = port == 0 && attempt < MAX_ATTEMPTS && rootCause(e) instanceof BindException;
                if (!lostRace) {
                    throw failure(directory, e);
                }
            }
        }
    }

    private static EmbeddedBroker start(Path directory, BrokerPorts ports) throws Exception {
        Map<String, String> settings = settings(directory, ports);
        if (!Files.exists(directory.resolve("meta.properties"))) {
            format(directory, settings);
        }
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(properties(settings)), Time.SYSTEM);
        try {
            server.startup();
        } catch (Exception e) {
            server.shutdown();
            throw e;
        }
        ports.keep(directory);
        LOG.info("embedded broker takes requests on {}:{}, data in {}", LOOPBACK, ports.broker(), directory);
        return new EmbeddedBroker(server, LOOPBACK + ":" + ports.broker());
    }

    private static BrokerException failure(Path directory, Exception e) {
        if (e instanceof BrokerException known) {
            return known;
        }
        Throwable root = rootCause(e);
        return new BrokerException(
                "the embedded Kafka broker did not start: "
                        + (root.getMessage() == null ? root.toString() : root.getMessage()) + "; is " + directory
                        + " used by another plainsight, or by an older version? Stop it, or give another --data",
                e);
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
    }

    private static Map<String, String> settings(Path directory, BrokerPorts ports) {
        Map<String, String> settings = new HashMap<>();
        settings.put("process.roles", "broker,controller");
        settings.put("node.id", Integer.toString(NODE_ID));
        settings.put(
                "listeners",
                "PLAINTEXT://" + LOOPBACK + ":" + ports.broker() + ",CONTROLLER://" + LOOPBACK + ":"
                        + ports.controller());
        settings.put("controller.listener.names", "CONTROLLER");
        settings.put("controller.quorum.voters", NODE_ID + "@" + LOOPBACK + ":" + ports.controller());
        settings.put("log.dirs", directory.toAbsolutePath().toString());
        settings.put("auto.create.topics.enable", "false");
        // one node: internal topics cannot have replicas
        settings.put("offsets.topic.replication.factor", "1");
        settings.put("offsets.topic.num.partitions", "3");
        settings.put("transaction.state.log.replication.factor", "1");
        settings.put("transaction.state.log.min.isr", "1");
        settings.put("transaction.state.log.num.partitions", "3");
        settings.put("share.coordinator.state.topic.replication.factor", "1");
        settings.put("share.coordinator.state.topic.min.isr", "1");
        settings.put("group.initial.rebalance.delay.ms", "0");
        // a process that ends in order must not keep its users waiting
        settings.put("controlled.shutdown.enable", "false");
        // the next start waits for the session of the last one to end, however that ended
        settings.put("broker.session.timeout.ms", "2000");
        settings.put("broker.heartbeat.interval.ms", "500");
        settings.put("initial.broker.registration.timeout.ms", "60000");
        settings.put("log.retention.bytes", Long.toString(RETENTION_BYTES_PER_PARTITION));
        // records carry packet time, and a capture's clock may be ahead of ours
        settings.put("log.message.timestamp.after.max.ms", Long.toString(Long.MAX_VALUE));
        settings.put("log.segment.bytes", Integer.toString(128 << 20));
        settings.put("log.cleaner.dedupe.buffer.size", Integer.toString(16 << 20));
        settings.put("num.network.threads", "2");
        settings.put("num.io.threads", "4");
        settings.put("background.threads", "2");
        return settings;
    }

    private static void format(Path directory, Map<String, String> settings) throws Exception {
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(Uuid.randomUuid().toString())
                .setNodeId(NODE_ID)
                .setControllerListenerName(settings.get("controller.listener.names"))
                .addDirectory(directory.toAbsolutePath().toString())
                .setMetadataLogDirectory(directory.toAbsolutePath().toString())
                .setReleaseVersion(MetadataVersion.latestProduction())
                .run();
    }

    private static Properties properties(Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        return properties;
    }

    private static Throwable rootCause(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
