package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.DeadLetterTopic;
import io.plainsight.app.run.Lifetime;
import io.plainsight.app.run.SensorRun;
import io.plainsight.app.run.SharedTopics;
import io.plainsight.app.run.SpoolPlan;
import io.plainsight.app.run.TemporarySpool;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.flowlog.DeadLetterFile;
import io.plainsight.sensor.flowlog.DeadLetters;
import io.plainsight.sensor.flowlog.FlowLogException;
import io.plainsight.sensor.flowlog.FlowLogFormats;
import io.plainsight.sensor.flowlog.FlowLogSettings;
import io.plainsight.sensor.publish.CountingSink;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.PublishMetrics;
import io.prometheus.client.CollectorRegistry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The sensor role: packets and flow logs in, observations out. */
@Command(
        name = "sensor",
        customSynopsis = {
            "plainsight sensor --output=-|FILE|kafka",
            "                  (--interface=IF | --pcap=FILE|DIR | --flow-logs=FILE|DIR|s3://… | --netflow=PORT | --sflow=PORT)... [OPTIONS]"
        },
        description = {"Turn packets and flow logs into observations, one for each connection.", ""},
        footer = {
            "",
            "Examples:",
            "  plainsight sensor --pcap captures --output -",
            "  plainsight sensor --interface eth1 --output kafka --kafka kafka1:9092",
            "",
            "Exit code: 0 done or stopped, 2 usage, input or configuration error."
        },
        mixinStandardHelpOptions = true)
public final class SensorCommand implements Callable<Integer> {
    private static final Path DATA = Path.of("data");
    private static final Path LIVE_SPOOL = DATA.resolve(SpoolPlan.DEFAULT_NAME);

    @ParentCommand
    private Main main;

    @Mixin
    private SensorOptions sensor;

    @Option(
            names = "--output",
            required = true,
            paramLabel = "-|FILE|kafka",
            description =
                    "Required. Where observations go: standard output or a file, one JSON object a line, or Kafka.")
    private String output;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Servers of the Kafka cluster, separated by commas; for --output kafka.")
    private String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    private Path kafkaConfig;

    @Option(
            names = "--threads",
            paramLabel = "N|auto",
            defaultValue = "1",
            converter = ThreadCount.class,
            description = {
                "Threads that share the work on each capture; auto: one for each processor, 8 at most. With more than one,"
                        + " observations of different connections come in any order (default: 1)."
            })
    private int threads;

    @Option(
            names = "--exit-when-done",
            description = "Read what lies in S3 once, and end; without it, follow what comes.")
    private boolean exitWhenDone;

    @Option(names = "--quiet", description = "Show no progress on the terminal.")
    private boolean quiet;

    @Mixin
    private SpoolOptions spool;

    @Mixin
    private MetricsOptions metrics;

    @Override
    public Integer call() throws Exception {
        sensor.exitWhenDone = exitWhenDone;
        if (!sensor.hasFiles() && !sensor.hasLiveInput()) {
            throw new UserException("nothing to read: give --interface, --pcap, --flow-logs, --netflow or --sflow");
        }
        sensor.check();
        Lifetime lifetime = new Lifetime();
        try {
            lifetime.own(metrics.start());
            FlowLogFormats formats = sensor.flowLogOptions.formats();
            SensorRun.Sinks sinks = sinks(lifetime);
            SensorRun run = lifetime.own(new SensorRun(
                    sensor.settings(),
                    sensor.plan(threads),
                    new FlowLogSettings(formats, deadLetters(lifetime)),
                    sinks));
            boolean whole = playFiles(run, lifetime);
            if (!sensor.hasLiveInput()) {
                return whole ? Main.OK : Main.INPUT_ERROR;
            }
            run.capture(lifetime::fail);
            run.followFlowLogs(DATA, lifetime::fail);
            InetSocketAddress listening = run.follow(lifetime::fail);
            if (listening != null) {
                main.terminal()
                        .err()
                        .println("Receiving flow logs on " + listening.getHostString() + ":" + listening.getPort());
            }
            // not on standard output, which may be the observations'
            sensor.plan().liveInputs().forEach(main.terminal().err()::println);
            return lifetime.awaitEnd() && whole ? Main.OK : Main.INPUT_ERROR;
        } catch (CaptureException | FlowLogException e) {
            throw new UserException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            if (main.terminal().loss().isPresent()) {
                throw e; // the loss of the output is told by whoever prints the end
            }
            String remedy = isKafka() ? "" : "; free some space or choose another --output";
            throw new UserException(e.getMessage() + remedy, e);
        } finally {
            lifetime.end();
        }
    }

    private boolean playFiles(SensorRun run, Lifetime lifetime) {
        if (!sensor.hasFiles()) {
            return true;
        }
        Sensor played = playWatched(run, lifetime);
        played.problems().forEach(problem -> main.terminal().err().println("plainsight: " + problem));
        return played.problems().isEmpty();
    }

    /** Shows how far it is, unless observations appear on the same screen. */
    private Sensor playWatched(SensorRun run, Lifetime lifetime) {
        Terminal terminal = main.terminal();
        if (quiet || terminal.messageColumns() == 0 || output.equals("-") && terminal.showsOutput()) {
            return run.playFiles();
        }
        try (ProgressBar bar =
                lifetime.own(ProgressBar.start(terminal.err(), terminal.messageColumns(), run::position))) {
            return run.playFiles();
        }
    }

    private DeadLetters deadLetters(Lifetime lifetime) {
        DeadLetterFile file = sensor.flowLogOptions.deadLetterFile();
        if (file != null) {
            return DeadLetters.limited(lifetime.own(file));
        }
        if (!isKafka() || !sensor.plan().takesFlowRecords()) {
            return DeadLetters.NONE;
        }
        Map<String, Object> clients = KafkaOptions.read(kafkaConfig);
        clients.put("bootstrap.servers", KafkaOptions.checked(kafka));
        SharedTopics.takeReplication(clients);
        return DeadLetterTopic.open(clients, lifetime);
    }

    private boolean isKafka() {
        return output.equals("kafka");
    }

    private SensorRun.Sinks sinks(Lifetime lifetime) {
        PublishMetrics published = new PublishMetrics(CollectorRegistry.defaultRegistry);
        if (isKafka()) {
            KafkaPublisher publisher = publisher(lifetime, published);
            return (topic, patient) -> new CountingSink(publisher.sink(topic, patient), published);
        }
        boolean standard = output.equals("-");
        OutputStream stream = standard ? main.terminal().rawOutput() : lifetime.own(openOutput());
        SharedSink lines =
                new SharedSink(stream, standard ? "standard output" : output, sensor.hasLiveInput(), () -> new Thread(
                                lifetime::end, "reader-gone")
                        .start());
        return (topic, patient) -> new CountingSink(lines, published);
    }

    /** Files can be played again, so without Kafka they need not be begun; live traffic cannot, and is spooled. */
    private KafkaPublisher publisher(Lifetime lifetime, PublishMetrics published) {
        if (kafka == null) {
            throw new UserException("--output kafka needs --kafka HOST:PORT");
        }
        Map<String, Object> clients = KafkaOptions.read(kafkaConfig);
        clients.put("bootstrap.servers", KafkaOptions.checked(kafka));
        if (sensor.hasLiveInput()) {
            short replication = SharedTopics.takeReplication(clients);
            return lifetime.own(spool.plan()
                    .open(LIVE_SPOOL, clients, () -> TopicSetup.ensure(clients, Topics.ALL, replication), published));
        }
        SharedTopics.ensure(clients);
        SpoolPlan plan = spool.plan();
        Path temporary =
                plan.directory() == null ? lifetime.own(TemporarySpool.make()).path() : null;
        return lifetime.own(plan.open(temporary, clients, () -> {}, published));
    }

    private OutputStream openOutput() {
        try {
            return new FileOutputStream(output);
        } catch (IOException e) {
            // the message begins with the file's name
            throw new UserException("cannot write " + e.getMessage() + "; choose another --output", e);
        }
    }
}
