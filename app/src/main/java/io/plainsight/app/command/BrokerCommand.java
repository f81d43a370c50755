package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.broker.BrokerException;
import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.app.run.Lifetime;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The embedded broker as a process of its own: enough for several roles on one host, without a Kafka installation. */
@Command(
        name = "broker",
        description = "Run a single-node Kafka broker on loopback, for several roles on one host.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            description = "Port on 127.0.0.1, 0 for a free one (default: ${DEFAULT-VALUE}).")
    private int port = 9092;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the broker keeps its data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > Addresses.MAX_PORT) {
            throw new UserException("--port must be 0 to " + Addresses.MAX_PORT + ": value=" + port);
        }
        Lifetime lifetime = new Lifetime();
        try {
            EmbeddedBroker broker = lifetime.own(EmbeddedBroker.start(data.resolve("kafka"), port));
            main.terminal().out().println("Kafka broker: " + broker.bootstrapServers());
        } catch (BrokerException e) {
            throw new UserException(e.getMessage(), e);
        }
        return lifetime.awaitEnd() ? Main.OK : Main.INPUT_ERROR;
    }
}
