package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.AllInOne;
import io.plainsight.app.run.AllInOneSettings;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** Everything in one process: broker, sensor, stream processor, alerting. */
@Command(
        name = "run",
        customSynopsis = {
            "plainsight run (--interface=IF | --pcap=FILE|DIR | --flow-logs=FILE|DIR|s3://…",
            "               | --netflow=PORT | --sflow=PORT)... [OPTIONS]"
        },
        description = {
            "Run everything in one process, until stopped: broker, sensor, detectors, alerts with the analyst page.",
            ""
        },
        footer = {
            "",
            "Examples:",
            "  plainsight run --pcap captures --exit-when-done     print every alert of the captures and end",
            "  plainsight run --interface eth0 --data /var/lib/plainsight",
            "  plainsight run --interface eth1 --kafka kafka1:9092,kafka2:9092",
            "",
            "Exit code: 0 stopped or done, 2 usage, input or configuration error."
        },
        mixinStandardHelpOptions = true)
public final class RunCommand implements Callable<Integer> {
    @ParentCommand
    private Main main;

    @Mixin
    private SensorOptions sensor;

    @Mixin
    private PolicyOption policy;

    @Mixin
    private InventoryOption inventory;

    @Option(
            names = "--kafka",
            paramLabel = "embedded|HOST:PORT",
            description = "Kafka to use; several servers separated by commas (default: ${DEFAULT-VALUE}).")
    private String kafka = "embedded";

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    private Path kafkaConfig;

    @Mixin
    private ConsoleOptions console;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Keep broker and state here over restarts (default: ./data for live capture;"
                    + " nothing is kept when only files are played).")
    private Path data;

    @Mixin
    private SpoolOptions spool;

    @Option(
            names = "--exit-when-done",
            description = "End by itself once the given files are processed and every alert is delivered.")
    private boolean exitWhenDone;

    @Override
    public Integer call() throws Exception {
        sensor.exitWhenDone = exitWhenDone;
        sensor.data = data;
        if (!sensor.hasFiles() && !sensor.hasLiveInput()) {
            throw new UserException("nothing to watch: give --interface, --pcap, --flow-logs, --netflow or --sflow");
        }
        if (exitWhenDone && sensor.hasLiveInput()) {
            throw new UserException(
                    "--exit-when-done needs files only: a live --interface, --netflow or --sflow is never done, nor is"
                            + " --follow, --flow-log-listen or --flow-log-queue");
        }
        sensor.check();
        try (DeadLetterFile letters = sensor.flowLogOptions.deadLetterFile()) {
            return run(sensor.flowLogOptions.settings(letters)) ? Main.OK : Main.INPUT_ERROR;
        }
    }

    private boolean run(FlowLogSettings flowLogs) throws Exception {
        AllInOneSettings settings = new AllInOneSettings(
                sensor.settings(),
                sensor.plan(),
                flowLogs,
                policy.role(),
                inventory.watch(),
                kafka.equals("embedded") ? null : KafkaOptions.checked(kafka),
                KafkaOptions.read(kafkaConfig),
                console.settings(main.terminal()),
                data,
                spool.plan(),
                exitWhenDone);
        return new AllInOne(settings, main.terminal().out(), main.terminal().err()).run();
    }
}
