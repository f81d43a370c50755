package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.learn.PolicyDraft;
import io.plainsight.stream.learn.PolicyLearner;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Drafts an allow-list from what was seen, for a person to approve. */
@Command(
        name = "learn",
        customSynopsis = "plainsight policy learn (--kafka=HOST:PORT | --data=DIR | --pcap=FILE | …) [OPTIONS]",
        description = {
            "Draft an allow-list from observed traffic.",
            "It says where the hosts of each zone or network went, which services they offer, what speaks in clear."
                    + " Read it before you use it: it allows whatever was seen.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  plainsight policy learn --data /var/lib/plainsight --from 7d --output draft.yaml",
            "  plainsight policy learn --pcap captures --policy zones.yaml",
            "",
            "Exit code: 0 done, 2 usage or input error."
        },
        mixinStandardHelpOptions = true)
final class PolicyLearnCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand policies;

    @Mixin
    private RetainedOptions retained;

    @Option(
            names = "--policy",
            paramLabel = "FILE",
            description = "Group sources by the zones of this policy, and suggest nothing that it tolerates"
                    + " (default: the one in force).")
    private Path policy;

    @Option(
            names = "--names-per-domain",
            paramLabel = "N",
            description = "So many names below a domain stand for all of it (default: ${DEFAULT-VALUE}).")
    private int namesPerDomain = 5;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the draft here; a file that exists is not replaced (default: standard output).")
    private Path output;

    @Override
    public Integer call() throws InterruptedException {
        Terminal terminal = policies.main().terminal();
        if (namesPerDomain < 2) {
            throw new UserException("--names-per-domain must be at least 2: value=" + namesPerDomain);
        }
        if (output != null && Files.exists(output)) {
            throw new UserException(output + " exists already; choose another --output, or move it away");
        }
        Policy given = policy == null ? null : PolicyOption.read(policy);
        Reading reading = retained.reading();
        PolicyLearner learned;
        try (RetainedOptions.Opened opened = retained.open()) {
            PolicyLearner learner = new PolicyLearner(given == null ? opened.inForce() : given);
            learned = RetainedOptions.showing(terminal, reading, () -> learner.learn(opened.sources(), reading));
        }
        Reading.Input input = reading.input();
        write(terminal, new PolicyDraft(learned, input, namesPerDomain).text());
        input.problems().forEach(problem -> terminal.err().println("plainsight: " + problem));
        if (learned.leftOut() > 0) {
            terminal.err()
                    .println("plainsight: the draft is not complete: " + learned.leftOut()
                            + " connections went to more destinations than it holds; choose a shorter range, or part of"
                            + " the traffic");
        }
        return input.problems().isEmpty() ? Main.OK : Main.INPUT_ERROR;
    }

    private void write(Terminal terminal, String draft) {
        if (output == null) {
            terminal.out().print(draft);
            return;
        }
        try {
            Files.writeString(output, draft);
        } catch (IOException e) {
            throw new UserException("cannot write " + output + ": " + e + "; choose another --output", e);
        }
    }
}
