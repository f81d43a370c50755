package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.Lifetime;
import io.plainsight.app.run.SharedTopics;
import io.plainsight.app.run.StreamRole;
import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.stream.StreamProcessorSettings;
import io.plainsight.stream.metrics.StreamMetrics;
import io.prometheus.client.CollectorRegistry;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The stream-processor role as a process of its own; several instances share the partitions. */
@Command(
        name = "stream-processor",
        customSynopsis = "plainsight stream-processor --kafka=HOST:PORT [OPTIONS]",
        description = "Turn the observations of a Kafka cluster into alerts and posture.",
        mixinStandardHelpOptions = true)
public final class StreamProcessorCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Mixin
    private KafkaOptions kafka;

    @Mixin
    private PolicyOption policy;

    @Mixin
    private InventoryOption inventory;

    @Mixin
    private MetricsOptions metrics;

    @Option(names = "--replay", description = "Judge the observations of played files instead of the live ones.")
    private boolean replay;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description =
                    "Threads that judge; more than partitions (6) are of no use (default: 2, or as many as processors).")
    private Integer threads;

    @Option(
            names = "--standbys",
            paramLabel = "N",
            description =
                    "Copies of the state on other instances, for those who take over (default: ${DEFAULT-VALUE}).")
    private int standbys;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Where state is kept; each instance on a host needs its own (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("data");

    @Override
    public Integer call() throws InterruptedException {
        Lifetime lifetime = new Lifetime();
        lifetime.own(metrics.start());
        Map<String, Object> clients = kafka.clientSettings();
        short replication = SharedTopics.ensure(clients);
        Topic<String, Observation> input = replay ? Topics.REPLAY : Topics.OBSERVATIONS;
        StreamRole.start(
                settings(clients, replication),
                clients,
                policy.role(),
                lifetime.own(inventory.watch()),
                input,
                new StreamMetrics(CollectorRegistry.defaultRegistry),
                lifetime);
        main.terminal().out().println("Stream processor: judging " + input.name());
        return lifetime.awaitEnd() ? Main.OK : Main.INPUT_ERROR;
    }

    private StreamProcessorSettings settings(Map<String, Object> clients, short replication) {
        String application =
                replay ? StreamProcessorSettings.REPLAY_APPLICATION_ID : StreamProcessorSettings.LIVE_APPLICATION_ID;
        try {
            StreamProcessorSettings settings =
                    StreamRole.settings(application, clients, replication, data).withStandbys(standbys);
            return threads == null ? settings : settings.withThreads(threads);
        } catch (IllegalArgumentException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
