package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.stream.policy.Policy;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** Work with policy files. */
@Command(
        name = "policy",
        description = "Work with policy files.",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            PolicyCommand.Check.class,
            PolicyPublishCommand.class,
            PolicyShowCommand.class,
            PolicyBacktestCommand.class,
            PolicyLearnCommand.class
        })
public final class PolicyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Main main;

    /** Without a command: says which there are. */
    @Override
    public Integer call() {
        return main.usage(spec);
    }

    Main main() {
        return main;
    }

    /** Validates a policy: every error with line and column, all at once. */
    @Command(
            name = "check",
            description = "Validate a policy file; names line and column of every error.",
            mixinStandardHelpOptions = true)
    static final class Check implements Callable<Integer> {
        @ParentCommand
        private PolicyCommand policies;

        @Parameters(paramLabel = "FILE", description = "The policy file.")
        private Path file;

        @Override
        public Integer call() {
            Policy policy = PolicyOption.read(file);
            policies.main
                    .terminal()
                    .out()
                    .println(file + ": policy " + policy.name() + ", version " + policy.version() + ", is valid");
            return Main.OK;
        }
    }
}
