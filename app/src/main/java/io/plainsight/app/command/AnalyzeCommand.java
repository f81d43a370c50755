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
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.stream.OfflineAnalysis;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Reads captures and flow logs and prints alerts and posture, without a broker: the same detectors, driven in memory. */
@Command(
        name = "analyze",
        description = "Print the alerts and the posture of captures and flow logs, without a broker.",
        footer = "%nExit code: 0 nothing at or above --fail-on, 1 findings, 2 usage or input error.",
        mixinStandardHelpOptions = true)
public final class AnalyzeCommand implements Callable<Integer> {
    /** Output formats. */
    enum Format {
        TEXT,
        JSON
    }

    /** Limits for the exit code; {@code NONE} never fails. */
    enum FailOn {
        CRITICAL,
        HIGH,
        MEDIUM,
        LOW,
        INFO,
        NONE
    }

    @Parameters(
            arity = "0..*",
            paramLabel = "FILE|DIR",
            description = "Captures: pcap or pcapng, plain or .gz; a directory is read recursively.")
    private List<Path> captures = List.of();

    @Option(
            names = "--flow-logs",
            paramLabel = "FILE|DIR",
            description = "AWS VPC Flow Logs to judge, alone or together with captures.")
    private List<Path> flowLogs = List.of();

    @Mixin
    private PolicyOption policy;

    @Option(names = "--format", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private Format format = Format.TEXT;

    @Option(
            names = "--fail-on",
            paramLabel = "SEVERITY",
            description = "End with exit code 1 on an alert of this severity or above:"
                    + " ${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
    private FailOn failOn = FailOn.LOW;

    @Override
    public Integer call() throws JsonProcessingException {
        if (captures.isEmpty() && flowLogs.isEmpty()) {
            throw new UserException("nothing to analyze: give captures or --flow-logs");
        }
        OfflineAnalysis analysis = new OfflineAnalysis(policy.read());
        AnalysisReport report = analyze(analysis);
        print(report);
        report.input().problems().forEach(problem -> System.err.println("plainsight: " + problem));
        if (!report.input().problems().isEmpty()) {
            return Main.INPUT_ERROR;
        }
        boolean found = failOn != FailOn.NONE && report.anyAtLeast(Alert.Severity.valueOf(failOn.name()));
        return found ? Main.FINDINGS : Main.OK;
    }

    private AnalysisReport analyze(OfflineAnalysis analysis) {
        try (analysis;
                Sensor sensor = new Sensor(SensorSettings.defaults("analyze"), new AnalysisSink(analysis))) {
            sensor.playCaptures(captures, false);
            sensor.playFlowLogs(flowLogs);
            OfflineAnalysis.Result result = analysis.finish();
            AnalysisReport.Input input = new AnalysisReport.Input(
                    sensor.filesRead(),
                    sensor.counters().get(SensorCounter.PACKETS),
                    sensor.counters().get(SensorCounter.BYTES),
                    sensor.counters().get(SensorCounter.FLOWS),
                    sensor.problems());
            if (input.files().isEmpty() && input.problems().isEmpty()) {
                throw new UserException("no capture found in " + captures + "; give pcap or pcapng files");
            }
            return new AnalysisReport(input, result.alerts(), result.posture());
        }
    }

    private void print(AnalysisReport report) throws JsonProcessingException {
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        if (format == Format.JSON) {
            out.println(Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        } else {
            new TextReport(out, Terminal.wantsColour()).print(report);
        }
    }
}
