package io.plainsight.app;

import io.plainsight.app.command.AlertingCommand;
import io.plainsight.app.command.AnalyzeCommand;
import io.plainsight.app.command.BrokerCommand;
import io.plainsight.app.command.PolicyCommand;
import io.plainsight.app.command.RunCommand;
import io.plainsight.app.command.SensorCommand;
import io.plainsight.app.command.StreamProcessorCommand;
import java.io.PrintWriter;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The command line. Exit codes: 0 done, 1 findings ({@code analyze}), 2 usage, input or configuration error. */
@Command(
        name = "plainsight",
        description = "Proves, passively and continuously, that data in transit is protected.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            RunCommand.class,
            AnalyzeCommand.class,
            SensorCommand.class,
            StreamProcessorCommand.class,
            AlertingCommand.class,
            BrokerCommand.class,
            PolicyCommand.class
        })
public final class Main {
    public static final int OK = 0;
    public static final int FINDINGS = 1;
    public static final int INPUT_ERROR = 2;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(args));
    }

    /** Runs one command line and gives its exit code. */
    static int run(String... args) {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::report)
                .execute(args);
    }

    private static int report(Exception problem, CommandLine command, CommandLine.ParseResult arguments) {
        PrintWriter err = command.getErr();
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
