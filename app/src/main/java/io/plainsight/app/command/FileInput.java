package io.plainsight.app.command;

import io.plainsight.app.report.AnalysisReport;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.SensorSettings;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.sensor.metrics.SensorCounter;
import io.plainsight.stream.OfflineAnalysis;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Captures and flow logs that a command judges in memory, without a broker, and by what. */
final class FileInput {
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

    /** What was read, and what came of it. */
    record Judged(AnalysisReport.Input input, OfflineAnalysis.Result result) {}

    boolean isEmpty() {
        return captures.isEmpty() && flowLogs.isEmpty();
    }

    /** @param observer the name that observations carry */
    Judged judge(String observer) throws IOException {
        SensorSettings settings = SensorSettings.defaults(observer).withTrustRoots(trustRoots.read());
        try (DeadLetterFile letters = flowLogOptions.deadLetterFile();
                OfflineAnalysis analysis = new OfflineAnalysis(policy.read(), inventory.read());
                Sensor sensor = new Sensor(settings, flowLogOptions.settings(letters), analysis::accept)) {
            sensor.playCaptures(captures, false);
            sensor.playFlowLogs(flowLogs);
            OfflineAnalysis.Result result = analysis.finish();
            return new Judged(
                    new AnalysisReport.Input(
                            sensor.filesRead(),
                            sensor.counters().get(SensorCounter.PACKETS),
                            sensor.counters().get(SensorCounter.BYTES),
                            sensor.counters().get(SensorCounter.FLOWS),
                            sensor.problems()),
                    result);
        }
    }
}
