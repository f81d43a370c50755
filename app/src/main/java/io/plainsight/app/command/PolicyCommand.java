package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.stream.policy.AcceptedException;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicySchema;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Instant;
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
            PolicyCommand.Schema.class,
            PolicyPublishCommand.class,
            PolicyShowCommand.class,
            PolicyBacktestCommand.class,
            PolicyLearnCommand.class
        })
public final class PolicyCommand implements Callable<Integer> {
    /** An exception that ends within so many days is named, so that its owner can act in time. */
    private static final int NOTICE_DAYS = 14;

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
            PrintStream out = policies.main.terminal().out();
            out.println(file + ": policy " + policy.name() + ", version " + policy.edition() + ", is valid");
            Instant now = Instant.now();
            for (AcceptedException ending : policy.exceptionsEnding(now, NOTICE_DAYS)) {
                out.println(file + ": exception \"" + ending.name() + "\" of "
                        + ending.owner() + (ending.hasExpired(now) ? " expired on " : " expires after ")
                        + ending.expires()
                        + "; take it out, or have it accepted again");
            }
            return Main.OK;
        }
    }

    /** Prints the JSON Schema of policy files. */
    @Command(
            name = "schema",
            description = "Print the JSON Schema of policy files, for editors and other checks.",
            mixinStandardHelpOptions = true)
    static final class Schema implements Callable<Integer> {
        @ParentCommand
        private PolicyCommand policies;

        @Override
        public Integer call() {
            policies.main.terminal().out().print(PolicySchema.text());
            return Main.OK;
        }
    }
}
