package io.plainsight.bench.stream;

import io.plainsight.app.broker.EmbeddedBroker;
import io.plainsight.events.Observation;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.stream.StreamProcessor;
import io.plainsight.stream.StreamProcessorSettings;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.policy.Policy;
import io.plainsight.stream.policy.PolicyInForce;
import io.prometheus.client.CollectorRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * Puts observations into an embedded broker, then lets plain loops and stream processors work on them in turn: all
 * detectors, {@code exactly_once_v2}, broker in the same process. Each first works through a part that does not count. A
 * stream processor has finished when everything it read is committed, its internal topics included. Prints Markdown.
 */
public final class StreamBenchmark {
    /** Half of an interval between commits: each look costs the broker a round of requests as well. */
    private static final long CHECK_MS = 100;

    private final String bootstrapServers;
    private final Path directory;
    private final Admin admin;
    private final int warmUp;
    private final int observations;
    private final Map<String, Double> internalTopics = new TreeMap<>();

    private StreamBenchmark(String bootstrapServers, Path directory, Admin admin, int warmUp, int observations) {
        this.bootstrapServers = bootstrapServers;
        this.directory = directory;
        this.admin = admin;
        this.warmUp = warmUp;
        this.observations = observations;
    }

    /** Arguments: observations, of which the first so many warm up, and phases: {@code loop}, {@code jackson}, both also with {@code -exactly}, {@code 1x2} for one instance of two threads, {@code latency} … */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length < 3) {
            System.err.println(
                    "usage: StreamBenchmark OBSERVATIONS WARM-UP loop|jackson[-exactly]|INSTANCESxTHREADS|latency...");
            System.exit(2);
        }
        Path directory = Files.createTempDirectory("plainsight-bench-stream");
        try {
            run(
                    directory,
                    Integer.parseInt(arguments[0]),
                    Integer.parseInt(arguments[1]),
                    List.of(arguments).subList(2, arguments.length));
        } finally {
            delete(directory);
        }
    }

    /** @return one measurement for each phase */
    static List<Measurement> run(Path directory, int observations, int warmUp, List<String> phases) throws Exception {
        try (EmbeddedBroker broker = EmbeddedBroker.start(directory.resolve("kafka"), 0);
                Admin admin = Admin.create(Map.of("bootstrap.servers", broker.bootstrapServers()))) {
            TopicSetup.ensure(Map.of("bootstrap.servers", broker.bootstrapServers()), Topics.ALL, (short) 1);
            admin.createTopics(List.of(new NewTopic(ParseLoop.OUTPUT, 6, (short) 1)))
                    .all()
                    .get();
            StreamBenchmark benchmark =
                    new StreamBenchmark(broker.bootstrapServers(), directory, admin, warmUp, observations - warmUp);
            double bytes = benchmark.preload(observations);
            System.out.printf(
                    Locale.ROOT,
                    "%,d observations of %,.0f bytes on average, after %,d that do not count%n%n",
                    observations - warmUp,
                    bytes,
                    warmUp);
            System.out.println(
                    "| | observations/s | ratio | s | CPU s | CPU µs each | judging | broker, clients | JVM |");
            System.out.println("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |");
            List<Measurement> results = new ArrayList<>();
            for (String phase : phases) {
                if (phase.equals("latency")) {
                    System.out.println("\n" + benchmark.latency() + "\n");
                    continue;
                }
                Measurement result =
                        switch (phase) {
                            case "loop" -> benchmark.loop(ParseLoop.RECORDS, false);
                            case "jackson" -> benchmark.loop(ParseLoop.JACKSON, false);
                            case "loop-exactly" -> benchmark.loop(ParseLoop.RECORDS, true);
                            case "jackson-exactly" -> benchmark.loop(ParseLoop.JACKSON, true);
                            default -> benchmark.process(phase, results.size());
                        };
                results.add(result);
                System.out.println(result.row(results.get(0)));
            }
            if (!benchmark.internalTopics.isEmpty()) {
                System.out.println("\nrecords in internal topics per observation, of the last run:\n");
                benchmark.internalTopics.forEach(
                        (topic, each) -> System.out.printf(Locale.ROOT, "- %.3f %s%n", each, topic));
            }
            return results;
        }
    }

    private Measurement loop(ParseLoop loop, boolean exactly) throws Exception {
        return loop.run(bootstrapServers, warmUp, observations, exactly);
    }

    private double preload(int count) throws Exception {
        SiteTraffic traffic = new SiteTraffic(1);
        long bytes = 0;
        Future<?> last = CompletableFuture.completedFuture(null);
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4", "linger.ms", 20);
        try (KafkaProducer<String, byte[]> producer =
                new KafkaProducer<>(settings, Topics.OBSERVATIONS.key().serializer(), new ByteArraySerializer())) {
            for (int i = 0; i < count; i++) {
                Observation observation = traffic.next();
                byte[] value =
                        Topics.OBSERVATIONS.value().serializer().serialize(Topics.OBSERVATIONS.name(), observation);
                bytes += value.length;
                last = producer.send(new ProducerRecord<>(Topics.OBSERVATIONS.name(), observation.key(), value));
            }
            producer.flush();
            last.get();
        }
        return (double) bytes / count;
    }

    private Measurement process(String phase, int number) throws Exception {
        int instances = Integer.parseInt(phase.substring(0, phase.indexOf('x')));
        int threads = Integer.parseInt(phase.substring(phase.indexOf('x') + 1));
        String application = "bench-" + number;
        List<StreamProcessor> processors = new ArrayList<>();
        for (int i = 0; i < instances; i++) {
            processors.add(processor(application, "state-" + number + "-" + i, threads));
        }
        processors.forEach(StreamProcessor::start);
        long begun = await(application, warmUp);
        Measurement.Start start = Measurement.Start.now();
        await(application, warmUp + observations);
        awaitInternalTopics(application);
        Measurement result =
                start.end(instances + " instance(s) with " + threads + " thread(s)", warmUp + observations - begun);
        internalTopics.putAll(InternalTopics.records(admin, application, done(application)));
        processors.forEach(StreamProcessor::close);
        return result;
    }

    private StreamProcessor processor(String application, String state, int threads) {
        StreamProcessorSettings settings = StreamProcessorSettings.of(
                        bootstrapServers, application, directory.resolve(state))
                .withThreads(threads);
        return new StreamProcessor(
                settings,
                new PolicyInForce(Policy.defaults()),
                Topics.OBSERVATIONS,
                new StreamMetrics(new CollectorRegistry()));
    }

    /**
     * Of what comes from now on, by one instance of two threads. It first works through everything that is there, as fast as it can:
     * a JVM that has compiled nothing yet does not keep up with the rate that is measured, and what it then is behind by is no
     * latency of its own.
     */
    private String latency() throws Exception {
        String application = "bench-latency";
        try (StreamProcessor processor = processor(application, "state-latency", 2)) {
            processor.start();
            await(application, warmUp + observations);
            awaitInternalTopics(application);
            return AlertLatency.measure(bootstrapServers);
        }
    }

    /** @return committed so far, at least {@code count} */
    private long await(String application, long count) throws Exception {
        while (true) {
            long done = done(application);
            if (done >= count) {
                return done;
            }
            Thread.sleep(CHECK_MS);
        }
    }

    private long done(String application) throws Exception {
        return committed(application).entrySet().stream()
                .filter(entry -> entry.getKey().topic().equals(Topics.OBSERVATIONS.name()))
                .mapToLong(entry -> entry.getValue().offset())
                .sum();
    }

    /** The findings and sums on their way are processed too; the position behind a commit's marker may stay one short. */
    private void awaitInternalTopics(String application) throws Exception {
        while (true) {
            Map<TopicPartition, OffsetAndMetadata> committed = committed(application);
            Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
            committed.keySet().stream()
                    .filter(partition -> partition.topic().startsWith(application))
                    .forEach(partition -> asked.put(partition, OffsetSpec.latest()));
            var ends = admin.listOffsets(asked).all().get();
            boolean done = ends.entrySet().stream()
                    .allMatch(end -> committed.get(end.getKey()).offset()
                            >= end.getValue().offset() - 1);
            if (done) {
                return;
            }
            Thread.sleep(CHECK_MS);
        }
    }

    private Map<TopicPartition, OffsetAndMetadata> committed(String application) throws Exception {
        return admin.listConsumerGroupOffsets(application)
                .partitionsToOffsetAndMetadata()
                .get();
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
