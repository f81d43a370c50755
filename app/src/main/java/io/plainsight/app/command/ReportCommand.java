package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.report.AnalysisReport;
import io.plainsight.app.report.compliance.ComplianceReport;
import io.plainsight.app.report.compliance.HtmlReport;
import io.plainsight.app.report.compliance.KafkaFigures;
import io.plainsight.app.report.compliance.PeriodOption;
import io.plainsight.app.report.compliance.ReportInput;
import io.plainsight.app.report.compliance.ReportMaker;
import io.plainsight.app.report.compliance.Standard;
import io.plainsight.events.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.TypeConversionException;

/** Writes the compliance report, from captures or from what a running or stopped Plainsight has gathered. */
@Command(
        name = "report",
        description = "Write a compliance report by standard: figures with bounds, alerts and their evidence.",
        footer = {
            "",
            "Examples:",
            "  plainsight report --output report.html captures",
            "  plainsight report --kafka kafka1:9092 --from 2026-11-01 --to 2026-11-30 --output november.html",
            "  plainsight report --data data --format json --standard pci-dss-4"
        },
        mixinStandardHelpOptions = true)
public final class ReportCommand implements Callable<Integer> {
    /** Output formats. */
    enum Format {
        HTML,
        JSON;

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
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Report what the stream processors of this cluster have gathered.")
    private String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    private Path kafkaConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Report what 'plainsight run --data DIR' has gathered, whether it runs or not.")
    private Path data;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "html, one page that needs nothing else, or json (default: ${DEFAULT-VALUE}).")
    private Format format = Format.HTML;

    @Option(
            names = "--standard",
            paramLabel = "NAME",
            split = ",",
            converter = StandardName.class,
            description = "ncsc, sec09, nist-800-52r2 or pci-dss-4; several separated by commas (default: all).")
    private List<Standard> standards = List.of(Standard.values());

    @Option(
            names = "--from",
            paramLabel = "TIME",
            description = "First day or hour: 2026-11-01 or 2026-11-01T08 (UTC).")
    private String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Last day or hour, itself included.")
    private String to;

    @Option(names = "--output", paramLabel = "FILE", description = "Where to write (default: standard output).")
    private Path output;

    @Override
    public Integer call() throws IOException, InterruptedException {
        PeriodOption period = new PeriodOption(from, to);
        ReportInput input = input();
        ComplianceReport report = new ReportMaker(input, period).make(standards, Instant.now());
        write(
                format == Format.HTML
                        ? HtmlReport.of(report)
                        : Json.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n");
        input.source().problems().forEach(problem -> main.terminal().err().println("plainsight: " + problem));
        return input.source().problems().isEmpty() ? Main.OK : Main.INPUT_ERROR;
    }

    private ReportInput input() throws IOException, InterruptedException {
        List<Boolean> sources = List.of(!files.isEmpty(), kafka != null, data != null);
        if (sources.stream().filter(Boolean::booleanValue).count() != 1) {
            throw new UserException(
                    "nothing to report on, or too much: give captures and --flow-logs, or --kafka, or --data");
        }
        if (!files.isEmpty()) {
            return judged();
        }
        try (RetainedOptions.Broker broker = RetainedOptions.broker(kafka, kafkaConfig, data)) {
            return new KafkaFigures(broker.clients(), kafka == null ? data.toString() : kafka).read();
        }
    }

    private ReportInput judged() throws IOException {
        FileInput.Judged judged = files.judge("report");
        AnalysisReport.Input input = judged.input();
        return new ReportInput(
                new ComplianceReport.Source("files", "replay", null, input.files(), input.problems()),
                judged.result().figures(),
                judged.result().alerts());
    }

    private void write(String text) {
        if (output == null) {
            main.terminal().out().print(text);
            main.terminal().out().flush();
            return;
        }
        try {
            Files.writeString(output, text, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UserException("cannot write " + output + ": " + e + "; choose another --output", e);
        }
    }

    /** Reads a standard by the name that documents use. */
    static final class StandardName implements ITypeConverter<Standard> {
        @Override
        public Standard convert(String value) {
            List<String> names = new ArrayList<>();
            for (Standard standard : Standard.values()) {
                if (standard.toString().equals(value.toLowerCase(Locale.ROOT))) {
                    return standard;
                }
                names.add(standard.toString());
            }
            throw new TypeConversionException("no such standard: " + value + "; known: " + String.join(", ", names));
        }
    }
}
