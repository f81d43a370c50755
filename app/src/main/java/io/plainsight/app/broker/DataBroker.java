package io.plainsight.app.broker;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/**
 * The broker of a data directory: that of the program which runs on it, else one that is started for as long as it is looked
 * into.
 */
public final class DataBroker implements AutoCloseable {
    private static final String META = "meta.properties";
    private static final long PROBE_SECONDS = 5;

    private final String bootstrapServers;
    /** Null where another process runs it. */
    private final EmbeddedBroker started;

    private DataBroker(String bootstrapServers, EmbeddedBroker started) {
        this.bootstrapServers = bootstrapServers;
        this.started = started;
    }

    /**
     * Finds or starts the broker.
     *
     * @param data the {@code --data} of a {@code run} or a {@code broker}
     * @throws BrokerException when nothing was ever kept there, or the broker does not come up
     */
    public static DataBroker open(Path data) throws BrokerException, InterruptedException {
        Path directory = data.resolve("kafka");
        if (!Files.exists(directory.resolve(META))) {
            throw new BrokerException(
                    "no broker has kept anything in " + data + "; give the --data of a run, or its --kafka address",
                    null);
        }
        Optional<String> running = running(directory);
        if (running.isPresent()) {
            return new DataBroker(running.get(), null);
        }
        EmbeddedBroker broker = EmbeddedBroker.start(directory, 0);
        return new DataBroker(broker.bootstrapServers(), broker);
    }

    /** {@code host:port} for clients. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    /** Whether another process runs it. */
    public boolean isRunElsewhere() {
        return started == null;
    }

    /** The address of the last start, when whoever answers there is this directory's cluster. */
    private static Optional<String> running(Path directory) throws BrokerException, InterruptedException {
        Optional<String> address = BrokerPorts.lastAddress(directory);
        if (address.isEmpty()) {
            return Optional.empty();
        }
        try (Admin admin = Admin.create(Map.of(
                "bootstrap.servers", address.get(), "default.api.timeout.ms", 4_000, "request.timeout.ms", 2_000))) {
            String cluster = admin.describeCluster().clusterId().get(PROBE_SECONDS, TimeUnit.SECONDS);
            return cluster.equals(clusterId(directory)) ? address : Optional.empty();
        } catch (ExecutionException | TimeoutException | KafkaException e) {
            return Optional.empty(); // nobody there, or not a broker: the next step says what is wrong, if anything is
        }
    }

    private static String clusterId(Path directory) throws BrokerException {
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(directory.resolve(META))) {
            properties.load(in);
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot read " + directory.resolve(META) + ": " + e + "; check who may read the data directory", e);
        }
        return properties.getProperty("cluster.id", "");
    }

    @Override
    public void close() {
        if (started != null) {
            started.close();
        }
    }
}
