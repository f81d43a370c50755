package io.plainsight.app.command;

import io.plainsight.app.Main;
import io.plainsight.app.UserException;
import io.plainsight.app.run.Lifetime;
import io.plainsight.app.run.SensorRun;
import io.plainsight.app.run.SharedTopics;
import io.plainsight.events.Observation;
import io.plainsight.events.Topic;
import io.plainsight.sensor.Sensor;
import io.plainsight.sensor.capture.CaptureException;
import io.plainsight.sensor.publish.CountingSink;
import io.plainsight.sensor.publish.KafkaSink;
import io.plainsight.sensor.publish.NdjsonSink;
import io.plainsight.sensor.publish.ObservationSink;
import io.plainsight.sensor.publish.PublishMetrics;
import io.prometheus.client.CollectorRegistry;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;

/** The sensor role: packets and flow logs in, observations out. */
@Command(
        name = "sensor",
        customSynopsis = {
            "plainsight sensor --output=-|FILE|kafka",
            "                  (--interface=IF | --pcap=FILE|DIR | --flow-logs=FILE|DIR)... [OPTIONS]"
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

    @Mixin
    private MetricsOptions metrics;

    @Override
    public Integer call() throws Exception {
        if (!sensor.hasFiles() && !sensor.hasLiveInput()) {
            throw new UserException("nothing to read: give --interface, --pcap or --flow-logs");
        }
        sensor.live.check();
        Lifetime lifetime = new Lifetime();
        try {
            lifetime.own(metrics.start());
            SensorRun run = lifetime.own(new SensorRun(sensor.settings(), sensor.plan(), sinks(lifetime)));
            boolean whole = playFiles(run);
            if (!sensor.hasLiveInput()) {
                return whole ? Main.OK : Main.INPUT_ERROR;
            }
            run.capture(lifetime::fail);
            // not on standard output, which may be the observations'
            main.terminal().err().println("Capturing on " + String.join(", ", sensor.live.interfaces));
            return lifetime.awaitEnd() && whole ? Main.OK : Main.INPUT_ERROR;
        } catch (CaptureException e) {
            throw new UserException(e.getMessage(), e);
        } catch (UncheckedIOException e) {
            throw main.terminal().loss().isPresent()
                    ? e // the loss of the output is told by whoever prints the end
                    : new UserException(e.getMessage() + "; free some space or choose another --output", e);
        } finally {
            lifetime.end();
        }
    }

    private boolean playFiles(SensorRun run) {
        if (!sensor.hasFiles()) {
            return true;
        }
        Sensor played = run.playFiles();
        played.problems().forEach(problem -> main.terminal().err().println("plainsight: " + problem));
        return played.problems().isEmpty();
    }

    private Function<Topic<String, Observation>, ObservationSink> sinks(Lifetime lifetime) {
        PublishMetrics published = new PublishMetrics(CollectorRegistry.defaultRegistry);
        if (output.equals("kafka")) {
            if (kafka == null) {
                throw new UserException("--output kafka needs --kafka HOST:PORT");
            }
            Map<String, Object> clients = KafkaOptions.read(kafkaConfig);
            clients.put("bootstrap.servers", KafkaOptions.checked(kafka));
            SharedTopics.ensure(clients);
            return topic -> new CountingSink(new KafkaSink(clients, topic, published), published);
        }
        boolean standard = output.equals("-");
        OutputStream stream = standard ? main.terminal().rawOutput() : lifetime.own(openOutput());
        SharedSink lines = new SharedSink(
                new NdjsonSink(stream, standard ? "standard output" : output),
                sensor.hasLiveInput(),
                () -> new Thread(lifetime::end, "reader-gone").start());
        return topic -> new CountingSink(lines, published);
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
