package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.events.PublishedPolicy;
import io.plainsight.stream.rollout.PolicyTopic;
import io.plainsight.stream.rollout.RolloutException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Prints the policy that a cluster's detectors follow. */
@Command(
        name = "show",
        customSynopsis = "plainsight policy show (--kafka=HOST:PORT | --data=DIR) [OPTIONS]",
        description = {
            "Print the policy in force.",
            "It is printed as it was published, with who published it and when in comments."
        },
        mixinStandardHelpOptions = true)
final class PolicyShowCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParentCommand
    private PolicyCommand policies;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Servers of the Kafka cluster; 'run' prints the address of its broker.")
    private String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    private Path kafkaConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory of a 'run' or 'broker', whether it runs or not.")
    private Path data;

    @Override
    public Integer call() throws InterruptedException {
        if ((kafka == null) == (data == null)) {
            throw new UserException("give either --kafka HOST:PORT or --data DIR");
        }
        PrintStream out = policies.main().terminal().out();
        try (RetainedOptions.Broker broker = RetainedOptions.broker(kafka, kafkaConfig, data)) {
            Optional<PublishedPolicy> policy = PolicyTopic.last(broker.clients(), PATIENCE);
            if (policy.isEmpty()) {
                out.println("# no policy was published: the defaults hold");
                return Main.OK;
            }
            PublishedPolicy shown = policy.get();
            out.println("# in force: " + shown.name() + ", version " + shown.version());
            out.println("# published: " + shown.publishedAt() + " by " + shown.publishedBy());
            out.println("# sha256: " + shown.hash());
            out.print(shown.text());
            if (!shown.text().endsWith("\n")) {
                out.println();
            }
            return Main.OK;
        } catch (RolloutException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
