package io.plainsight.app;

import io.plainsight.app.command.AlertingCommand;
import io.plainsight.app.command.AnalyzeCommand;
import io.plainsight.app.command.BrokerCommand;
import io.plainsight.app.command.PolicyCommand;
import io.plainsight.app.command.ProtocolsCommand;
import io.plainsight.app.command.ReportCommand;
import io.plainsight.app.command.RunCommand;
import io.plainsight.app.command.SensorCommand;
import io.plainsight.app.command.StreamProcessorCommand;
import io.plainsight.app.command.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 findings ({@code analyze}), 2 usage, input or configuration error. */
@Command(
        name = "plainsight",
        description = "Proves, passively and continuously, that data in transit is protected.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "'plainsight COMMAND --help' lists the options of a command. To begin with:",
            "  plainsight analyze FILE          what a capture shows, in about a second",
            "  plainsight run --pcap DIR        the whole system on captures, with the analyst page",
            "  plainsight run --interface eth0  the whole system on live traffic",
            "",
            "Exit code: 0 done, 1 findings (analyze), 2 usage, input or configuration error."
        },
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            AnalyzeCommand.class,
            SensorCommand.class,
            StreamProcessorCommand.class,
            AlertingCommand.class,
            BrokerCommand.class,
            PolicyCommand.class,
            ReportCommand.class,
            ProtocolsCommand.class
        })
public final class Main implements Callable<Integer> {
    public static final int OK = 0;
    public static final int FINDINGS = 1;
    public static final int INPUT_ERROR = 2;

    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    private Main(Terminal terminal) {
        this.terminal = terminal;
    }

    public static void main(String[] args) {
        System.exit(run(Terminal.system(), args));
    }

    /** Runs one command line to its end and gives its exit code. */
    public static int run(Terminal terminal, String... args) {
        CommandLine commands = new CommandLine(new Main(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpWidth(Terminal.DEFAULT_WIDTH)
                .setOut(new PrintWriter(terminal.out(), true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(terminal.err(), true, StandardCharsets.UTF_8))
                .setParameterExceptionHandler((problem, arguments) -> refuse(problem, terminal.err()))
                .setExecutionExceptionHandler((problem, command, arguments) -> report(problem, command, terminal));
        int exitCode = commands.execute(args);
        Optional<IOException> loss = terminal.loss();
        loss.ifPresent(problem -> terminal.err()
                .println("plainsight: cannot write to standard output: " + problem.getMessage()
                        + "; the output is not complete, free some space or send it elsewhere"));
        return loss.isPresent() ? INPUT_ERROR : exitCode;
    }

    /** Without a command: says which there are. */
    @Override
    public Integer call() {
        return usage(spec);
    }

    /** Prints the usage of a command that needs another one behind it. */
    public int usage(CommandSpec command) {
        command.commandLine().usage(terminal.err());
        return INPUT_ERROR;
    }

    /** Where the commands print. */
    public Terminal terminal() {
        return terminal;
    }

    /** One line that says what is wrong, one that says where to look; the whole usage would hide the first. */
    private static int refuse(ParameterException problem, PrintStream err) {
        CommandLine command = problem.getCommandLine();
        String message = problem.getMessage();
        err.println("plainsight: " + Character.toLowerCase(message.charAt(0)) + message.substring(1));
        UnmatchedArgumentException.printSuggestions(problem, err);
        err.println("'" + command.getCommandSpec().qualifiedName() + " --help' lists what is possible");
        return INPUT_ERROR;
    }

    private static int report(Exception problem, CommandLine command, Terminal terminal) {
        PrintStream err = terminal.err();
        if (problem instanceof UncheckedIOException && terminal.loss().isPresent()) {
            return INPUT_ERROR; // told at the end
        }
        if (problem instanceof UserException) {
            err.println("plainsight: " + problem.getMessage());
        } else {
            err.println("plainsight: unexpected error: " + problem);
            LoggerFactory.getLogger(Main.class).error("{} failed", command.getCommandName(), problem);
        }
        return INPUT_ERROR;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"plainsight " + (version == null ? "(built from source)" : version)};
        }
    }
}
