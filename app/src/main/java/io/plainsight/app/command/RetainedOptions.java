package io.plainsight.app.command;

import io.plainsight.app.UserException;
import io.plainsight.app.broker.BrokerException;
import io.plainsight.app.broker.DataBroker;
import io.plainsight.app.run.SharedTopics;
import io.plainsight.events.Observation;
import io.plainsight.events.PublishedPolicy;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import io.plainsight.stream.backtest.KafkaObservations;
import io.plainsight.stream.backtest.NdjsonObservations;
import io.plainsight.stream.backtest.Reading;
import io.plainsight.stream.backtest.RetainedSource;
import io.plainsight.stream.backtest.TimeRange;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyException;
import io.plainsight.stream.rollout.PolicyDocument;
import io.plainsight.stream.rollout.PolicyTopic;
import io.plainsight.stream.rollout.RolloutException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Where retained observations are, and the policy that they were judged by. */
final class RetainedOptions {
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "Read what a Kafka cluster retains; 'run' prints the address of its broker.")
    private String kafka;

    @Option(
            names = "--kafka-config",
            paramLabel = "FILE",
            description = "Properties file with more settings for Kafka clients: TLS, credentials.")
    private Path kafkaConfig;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Read what the broker of this data directory retains, whether it runs or not.")
    private Path data;

    @Option(
            names = "--pcap",
            paramLabel = "FILE|DIR",
            description = "Read captures: pcap or pcapng, plain, .gz or .zst; a directory is read recursively.")
    private List<Path> captures = new ArrayList<>();

    @Option(names = "--flow-logs", paramLabel = "FILE|DIR", description = "Read cloud flow logs.")
    private List<Path> flowLogs = new ArrayList<>();

    @Mixin
    private FlowLogOptions flowLogOptions;

    @Option(
            names = "--observations",
            paramLabel = "FILE",
            description = "Read observations as 'sensor --output FILE' writes them; - for standard input.")
    private Path observations;

    @Option(
            names = "--from",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only from this packet time on: 2026-11-20T10:15:00Z, 2026-11-20, or 7d, 12h, 30m ago"
                    + " (default: all that is retained).")
    private Instant from;

    @Option(
            names = "--to",
            paramLabel = "TIME",
            converter = TimeOption.class,
            description = "Only before this packet time (default: all that is retained).")
    private Instant to;

    /** The observations, ready to be read, and where they come from. */
    record Opened(List<RetainedSource> sources, Map<String, Object> clients, DataBroker broker)
            implements AutoCloseable {
        /** The policy that the cluster follows; empty where the defaults hold, or there is no cluster. */
        Optional<PublishedPolicy> published() {
            try {
                return clients == null ? Optional.empty() : PolicyTopic.last(clients, PATIENCE);
            } catch (RolloutException e) {
                throw new UserException(e.getMessage(), e);
            }
        }

        /** The policy that the observations are judged by where they are live: as published, else the defaults. */
        Policy inForce() {
            Optional<PublishedPolicy> published = published();
            if (published.isEmpty()) {
                return Policy.defaults();
            }
            try {
                return PolicyDocument.parse(
                                Topics.POLICY.name(), published.get().text())
                        .policy();
            } catch (PolicyException e) {
                throw new UserException(
                        "the policy in force is not understood by this version of the program; name one to compare"
                                + " with:\n" + e.getMessage(),
                        e);
            }
        }

        @Override
        public void close() {
            if (broker != null) {
                broker.close();
            }
        }
    }

    /** What is to be read, of the range asked for. */
    Reading reading() {
        try {
            return new Reading(new TimeRange(from, to));
        } catch (IllegalArgumentException e) {
            throw new UserException("--from must lie before --to: from=" + from + " to=" + to, e);
        }
    }

    Opened open() throws InterruptedException {
        boolean files = !captures.isEmpty() || !flowLogs.isEmpty();
        int kinds = (kafka == null ? 0 : 1) + (data == null ? 0 : 1) + (files ? 1 : 0) + (observations == null ? 0 : 1);
        if (kinds != 1) {
            throw new UserException((kinds == 0 ? "nothing to read: give " : "give one kind of source only: ")
                    + "--kafka, --data, --pcap and --flow-logs, or --observations");
        }
        if (files) {
            return new Opened(List.of(new CaptureObservations(captures, flowLogs, flowLogOptions)), null, null);
        }
        if (observations != null) {
            return new Opened(List.of(ndjson()), null, null);
        }
        Broker broker = broker(kafka, kafkaConfig, data);
        try {
            return new Opened(retained(broker.clients()), broker.clients(), broker.started());
        } catch (IOException e) {
            broker.close();
            throw new UserException(e.getMessage(), e);
        }
    }

    /** Something that reads, and how it returns. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    /** Does the work while a terminal shows how far it is. */
    static <T> T showing(Terminal terminal, Reading reading, Work<T> work) {
        int columns = terminal.messageColumns();
        ProgressBar bar = columns == 0
                ? null
                : ProgressBar.start(terminal.err(), elapsed -> ReadingProgress.text(reading, elapsed, columns));
        try {
            return work.run();
        } catch (IOException e) {
            throw new UserException(e.getMessage(), e);
        } finally {
            if (bar != null) {
                bar.close();
            }
        }
    }

    private NdjsonObservations ndjson() {
        if (observations.toString().equals("-")) {
            return NdjsonObservations.of("standard input", System.in);
        }
        if (!Files.isReadable(observations) || Files.isDirectory(observations)) {
            throw new UserException("cannot read the observations " + observations
                    + ": no such file, or no right to read it; give what 'sensor --output FILE' wrote");
        }
        return NdjsonObservations.of(observations);
    }

    /** Live traffic and what was played are judged apart, as they are by those who run. */
    private static List<RetainedSource> retained(Map<String, Object> clients) throws IOException {
        List<RetainedSource> sources = new ArrayList<>();
        for (Topic<String, Observation> topic : List.of(Topics.OBSERVATIONS, Topics.REPLAY)) {
            KafkaObservations source = new KafkaObservations(clients, topic);
            if (source.hasAny()) {
                sources.add(source);
            }
        }
        return sources;
    }

    /** A broker that is reachable; {@code started} is null where it runs elsewhere. */
    record Broker(Map<String, Object> clients, DataBroker started) implements AutoCloseable {
        @Override
        public void close() {
            if (started != null) {
                started.close();
            }
        }
    }

    /** One of {@code kafka} and {@code data} is given. */
    static Broker broker(String kafka, Path config, Path data) throws InterruptedException {
        Map<String, Object> clients = KafkaOptions.read(config);
        SharedTopics.takeReplication(clients);
        if (kafka != null) {
            clients.put("bootstrap.servers", KafkaOptions.checked(kafka));
            return new Broker(clients, null);
        }
        try {
            DataBroker broker = DataBroker.open(data);
            clients.put("bootstrap.servers", broker.bootstrapServers());
            return new Broker(clients, broker);
        } catch (BrokerException e) {
            throw new UserException(e.getMessage(), e);
        }
    }
}
