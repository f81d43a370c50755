package io.plainsight.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.report.AnalysisReport;
import io.plainsight.app.report.TextReport;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Reads captures and flow logs and prints alerts and posture, without a broker: the same detectors, driven in memory. */
@Command(
        name = "analyze",
        description = "Print the alerts and the posture of captures and flow logs, without a broker.",
        footer = {
            "",
            "Examples:",
            "  plainsight analyze trace.pcapng",
            "  plainsight analyze --format json --fail-on high captures > report.json",
            "",
            "Exit code: 0 nothing at or above --fail-on, 1 findings, 2 usage or input error."
        },
        mixinStandardHelpOptions = true)
public final class AnalyzeCommand implements Callable<Integer> {
    /** Output formats. */
    enum Format {
        TEXT,
        JSON;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Limits for the exit code; {@code NONE} never fails. */
    enum FailOn {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        INFO,
        NONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    @ParentCommand
    private Main main;

    @Mixin
    private FileInput files;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description =
                    "text for people, or json: one object with input, alerts and posture (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description =
                    "End with exit code 1 on an alert of this severity or above: critical, high, medium, low, info;"
                            + " none never does (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.LOW;

    @Override
    public Integer call() throws IOException {
        if (files.isEmpty()) {
            throw new UserException("nothing to analyze: give captures or --flow-logs");
        }
        FileInput.Judged judged = files.judge("analyze");
        AnalysisReport report = new AnalysisReport(
                judged.input(),
                judged.result().alerts(),
                judged.result().accepted(),
                judged.result().posture());
        print(report);
        // after the report, so that on a terminal the report does not push them out of sight
        report.input().problems().forEach(problem -> main.terminal().err().println("plainsight: " + problem));
        if (!report.input().problems().isEmpty()) {
            return Main.INPUT_ERROR;
        }
        boolean found = failOn != FailOn.NONE && report.anyAtLeast(Alert.Severity.valueOf(failOn.name()));
        return found ? Main.FINDINGS : Main.OK;
    }

    private void print(AnalysisReport report) throws JsonProcessingException {
        PrintStream out = main.terminal().out();
        if (format == Format.JSON) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            new TextReport(out, main.terminal().colour(), main.terminal().width()).print(report);
        }
    }
}
