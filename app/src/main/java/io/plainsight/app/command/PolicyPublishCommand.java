package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.SharedTopics;
import io.plainsight.events.PublishedPolicy;
import io.plainsight.stream.rollout.PolicyDocument;
import io.plainsight.stream.rollout.PolicyPublisher;
import io.plainsight.stream.rollout.PolicyTopic;
import io.plainsight.stream.rollout.RolloutException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Hands a policy to everything that judges observations of a Kafka cluster. */
@Command(
        name = "publish",
        customSynopsis = "plainsight policy publish FILE --kafka=HOST:PORT [OPTIONS]",
        description = {
            "Put a policy into force on a Kafka cluster.",
            "Every running stream processor follows it within a second or two.",
            ""
        },
        footer = {
            "",
            "A process that was started with --policy publishes its own file again at its next start.",
            "",
            "Exit code: 0 in force, 2 usage or input error."
        },
        mixinStandardHelpOptions = true)
final class PolicyPublishCommand implements Callable<Integer> {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @ParentCommand
    private PolicyCommand policies;

    @Parameters(paramLabel = "FILE", description = "The policy file.")
    private Path file;

    @Mixin
    private KafkaOptions kafka;

    @Override
    public Integer call() {
        Terminal terminal = policies.main().terminal();
        PolicyDocument document = PolicyOption.document(file);
        Map<String, Object> clients = kafka.clientSettings();
        SharedTopics.ensure(clients);
        try {
            Optional<PolicyTopic.Entry> entry = PolicyTopic.lastEntry(clients, PATIENCE);
            PublishedPolicy before = entry.map(PolicyTopic.Entry::policy).orElse(null);
            if (before != null && before.hash().equals(document.hash())) {
                terminal.out().println("In force already: " + document.title());
                return Main.OK;
            }
            if (before != null && document.looksLike(before)) {
                terminal.err()
                        .println("plainsight: the text differs, yet name and version are those of the policy before:"
                                + " alerts of both will name the same; better give it another version");
            }
            new PolicyPublisher(clients).publish(document);
            terminal.out()
                    .println("Published: " + document.title()
                            + (before == null
                                    ? ""
                                    : " (before: " + before.name() + ", version " + before.version() + ")"));
            return Main.OK;
        } catch (RolloutException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
