package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.exporter.HTTPServer;
import io.prometheus.client.hotspot.DefaultExports;
import java.io.IOException;
import java.net.InetSocketAddress;
import picocli.CommandLine.Option;

/** A Prometheus endpoint for the roles that have no page of their own. */
final class MetricsOptions {
    @Option(
            names = "--metrics",
            paramLabel = "ADDR:PORT",
            description = "Serve Prometheus metrics at this address (default: not at all).")
    String address;

    @Option(names = "--allow-plaintext", description = "Allow --metrics beyond loopback, where it goes without TLS.")
    boolean allowPlaintext;

    /** Starts the endpoint; gives a resource that does nothing when none was asked for. */
    AutoCloseable start() {
        if (address == null) {
            return () -> {};
        }
        InetSocketAddress where = Addresses.parse("--metrics", address);
        if (!where.getAddress().isLoopbackAddress() && !allowPlaintext) {
            throw new UserException("--metrics " + address + " is not on loopback and would be plaintext;"
                    + " use 127.0.0.1, or add --allow-plaintext if the network there is protected otherwise");
        }
        try {
            DefaultExports.initialize();
            return new HTTPServer.Builder()
                    .withInetSocketAddress(where)
                    .withRegistry(CollectorRegistry.defaultRegistry)
                    .withDaemonThreads(true)
                    .build();
        } catch (IOException e) {
            throw new UserException(
                    "cannot serve metrics on " + address + ": " + e.getMessage()
                            + "; choose another port with --metrics",
                    e);
        }
    }
}
