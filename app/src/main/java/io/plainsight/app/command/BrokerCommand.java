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

/** The embedded broker as a process of its own: enough for several roles on one host, without a Kafka installation. */
@Command(
        name = "broker",
        description = "Run a single-node Kafka broker on loopback, for several roles on one host.",
        mixinStandardHelpOptions = true)
public final class BrokerCommand implements Callable<Integer> {
    @Option(names = "--port", description = "Port on 127.0.0.1 (default: ${DEFAULT-VALUE}).")
    private int port = 9092;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where the broker keeps its data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws InterruptedException {
        Lifetime lifetime = new Lifetime();
        try {
            EmbeddedBroker broker = lifetime.own(EmbeddedBroker.start(data.resolve("kafka"), port));
            System.out.println("Kafka broker: " + broker.bootstrapServers());
        } catch (BrokerException e) {
            throw new UserException(e.getMessage(), e);
        }
        return lifetime.awaitEnd() ? Main.OK : Main.INPUT_ERROR;
    }
}
