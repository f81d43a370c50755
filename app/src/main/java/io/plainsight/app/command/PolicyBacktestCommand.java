package io.plainsight.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.app.Main;
import io.plainsight.app.report.BacktestText;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.stream.backtest.Backtest;
import io.plainsight.stream.backtest.BacktestReport;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.policy.Policy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** Tries a changed policy on retained observations, beside the one in force and without any effect on it. */
@Command(
        name = "backtest",
        customSynopsis = "plainsight policy backtest FILE (--kafka=HOST:PORT | --data=DIR | --pcap=FILE | …) [OPTIONS]",
        description = {
            "Show what a changed policy would have raised.",
            "Judges retained observations by it and by the one in force, and prints which alerts appear,"
                    + " disappear or change severity. Nothing that runs is touched.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  plainsight policy backtest new.yaml --data /var/lib/plainsight --from 7d",
            "  plainsight policy backtest new.yaml --kafka kafka1:9092 --fail-on-new high",
            "  plainsight policy backtest new.yaml --against old.yaml --pcap captures",
            "",
            "Exit code: 0 done, 1 new alerts at or above --fail-on-new, 2 usage or input error."
        },
        mixinStandardHelpOptions = true)
final class PolicyBacktestCommand implements Callable<Integer> {
    @ParentCommand
    private PolicyCommand policies;

    @Parameters(paramLabel = "FILE", description = "The changed policy.")
    private Path file;

    @Mixin
    private RetainedOptions retained;

    @Option(
            names = "--against",
            paramLabel = "FILE",
            description = "Compare with this policy instead of the one in force"
                    + " (without Kafka: the defaults are in force).")
    private Path against;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text for people, or json: one object (default: ${DEFAULT-VALUE}).")
    private AnalyzeCommand.Format format = AnalyzeCommand.Format.TEXT;

    @Option(
            names = "--fail-on-new",
            paramLabel = "SEVERITY",
            description = "End with exit code 1 when an alert of this severity or above appears, or rises to it:"
                    + " critical, high, medium, low, info.")
    private Alert.Severity failOnNew;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Terminal terminal = policies.main().terminal();
        Policy after = PolicyOption.read(file);
        Policy before = against == null ? null : PolicyOption.read(against);
        Reading reading = retained.reading();
        BacktestReport report;
        try (RetainedOptions.Opened opened = retained.open()) {
            Backtest backtest = new Backtest(before == null ? opened.inForce() : before, after);
            report = RetainedOptions.showing(terminal, reading, () -> backtest.run(opened.sources(), reading));
        }
        print(terminal, report);
        report.input().problems().forEach(problem -> terminal.err().println("plainsight: " + problem));
        if (!report.input().problems().isEmpty()) {
            return Main.INPUT_ERROR;
        }
        return failOnNew != null && report.raisesNew(failOnNew) ? Main.FINDINGS : Main.OK;
    }

    private void print(Terminal terminal, BacktestReport report) throws JsonProcessingException {
        if (format == AnalyzeCommand.Format.JSON) {
            terminal.out()
                    .println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            new BacktestText(terminal.out(), terminal.width()).print(report);
        }
    }
}
