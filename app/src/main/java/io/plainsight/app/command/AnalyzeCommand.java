package io.plainsight.app.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.report.AnalysisReport;
import io.plainsight.app.report.TextReport;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogFormats;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.stream.OfflineAnalysis;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
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

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Captures: pcap or pcapng, plain, .gz or .zst; a directory is read recursively.")
    private List<Path> captures = List.of();

    @Option(
            names = "--flow-logs",
            paramLabel = "FILE|DIR",
            description = "Cloud flow logs to judge, alone or together with captures.")
    private List<Path> flowLogs = List.of();

    @Mixin
    private FlowLogOptions flowLogOptions;

    @Mixin
    private PolicyOption policy;

    @Mixin
    private TrustRootsOption trustRoots;

    @Mixin
    private InventoryOption inventory;

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
        if (captures.isEmpty() && flowLogs.isEmpty()) {
            throw new UserException("nothing to analyze: give captures or --flow-logs");
        }
        FlowLogFormats formats = flowLogOptions.formats();
        SensorSettings settings = SensorSettings.defaults("analyze").withTrustRoots(trustRoots.read());
        OfflineAnalysis analysis = new OfflineAnalysis(policy.read(), inventory.read());
        AnalysisReport report;
        try (DeadLetterFile letters = flowLogOptions.deadLetterFile()) {
            DeadLetters limited = letters == null ? DeadLetters.NONE : DeadLetters.limited(letters);
            report = analyze(analysis, settings, new FlowLogSettings(formats, limited));
        }
        print(report);
        // after the report, so that on a terminal the report does not push them out of sight
        report.input().problems().forEach(problem -> main.terminal().err().println("plainsight: " + problem));
        if (!report.input().problems().isEmpty()) {
            return Main.INPUT_ERROR;
        }
        boolean found = failOn != FailOn.NONE && report.anyAtLeast(Alert.Severity.valueOf(failOn.name()));
        return found ? Main.FINDINGS : Main.OK;
    }

    private AnalysisReport analyze(OfflineAnalysis analysis, SensorSettings settings, FlowLogSettings flowLogSettings) {
        try (analysis;
                Sensor sensor = new Sensor(settings, flowLogSettings, analysis::accept)) {
            sensor.playCaptures(captures, false);
            sensor.playFlowLogs(flowLogs);
            OfflineAnalysis.Result result = analysis.finish();
            AnalysisReport.Input input = new AnalysisReport.Input(
                    sensor.filesRead(),
                    sensor.counters().get(SensorCounter.PACKETS),
                    sensor.counters().get(SensorCounter.BYTES),
                    sensor.counters().get(SensorCounter.FLOWS),
                    sensor.problems());
            return new AnalysisReport(input, result.alerts(), result.accepted(), result.posture());
        }
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
