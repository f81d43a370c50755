package io.plainsight.app.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;

/**
 * The two ports of the embedded node. A node that starts again takes those of its last start where they are free: after a
 * crash its transaction coordinator ends what was under way through the address that the node last had, and would wait
 * for ever for an answer from a port where nobody listens any more.
 */
record BrokerPorts(int broker, int controller) {
    static final String LOOPBACK = "127.0.0.1";
    private static final String FILE = "plainsight-ports.properties";

    /**
     * Chooses ports that are free at this moment.
     *
     * @param asked the broker's port, 0 for that of the last start, or any free one
     * @throws BrokerException when the port that was asked for is taken
     */
    static BrokerPorts choose(Path directory, int asked) throws IOException, BrokerException {
        BrokerPorts last = last(directory);
        if (last != null && (asked == 0 || asked == last.broker)) {
            try {
                return probe(last.broker, last.controller);
            } catch (BindException e) {
                if (asked != 0) {
                    throw taken(asked, e);
                }
            }
        }
        try {
            return probe(asked, 0);
        } catch (BindException e) {
            throw taken(asked, e);
        }
    }

    /** Remembers these ports for the next start. */
    void keep(Path directory) throws IOException {
        Properties properties = new Properties();
        properties.setProperty("broker", Integer.toString(broker));
        properties.setProperty("controller", Integer.toString(controller));
        try (Writer out = Files.newBufferedWriter(directory.resolve(FILE))) {
            properties.store(out, null);
        }
    }

    /** Where the broker took requests after the last start; empty when that is not known. */
    static Optional<String> lastAddress(Path directory) throws BrokerException {
        try {
            return Optional.ofNullable(last(directory)).map(ports -> LOOPBACK + ":" + ports.broker);
        } catch (IOException e) {
            throw new BrokerException(
                    "cannot read " + directory.resolve(FILE) + ": " + e + "; check who may read the data directory", e);
        }
    }

    /** The ports of the last start; null when there was none or they cannot be read, which only costs their stability. */
    private static BrokerPorts last(Path directory) throws IOException {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return null;
        }
        Properties properties = new Properties();
        try (Reader in = Files.newBufferedReader(file)) {
            properties.load(in);
            return new BrokerPorts(
                    Integer.parseInt(properties.getProperty("broker")),
                    Integer.parseInt(properties.getProperty("controller")));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** Holds both ports at once, so that they differ. */
    private static BrokerPorts probe(int broker, int controller) throws IOException {
        InetAddress loopback = InetAddress.getByName(LOOPBACK);
        try (ServerSocket first = new ServerSocket(broker, 1, loopback);
                ServerSocket second = new ServerSocket(controller, 1, loopback)) {
            return new BrokerPorts(first.getLocalPort(), second.getLocalPort());
        }
    }

    private static BrokerException taken(int port, BindException e) {
        return new BrokerException(
                "port " + port + " on " + LOOPBACK + " is taken: " + e.getMessage() + "; choose another one", e);
    }
}
