package io.plainsight.bench.stream;

import io.plainsight.events.Alert;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Time from an observation's packet to its new alert, as a consumer of committed records sees it, while observations of a
 * site come at a fixed rate. Every two seconds all services are new, so that alerts open all the time. The sensor's part is
 * not in it; {@code bench/latency} measures that.
 *
 * <p>It is measured once half of the latest alerts took less than a second, at least {@link #WARM_UP} after the rate began: the code of
 * the rate itself, and of alerts that open, is to be compiled too. Where that never comes, the rate is more than the machine
 * has left, and the result says so: latencies are then the time since it fell behind.
 */
final class AlertLatency {
    private static final int CONNECTIONS_PER_SECOND = 5_000;
    private static final int PER_STEP = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MOST_WARM_UP = Duration.ofMinutes(2);
    private static final long SETTLED_MS = 1_000;
    private static final int LATEST = 500;
    /** So long after the last alert none is on its way any more. */
    private static final Duration SILENCE = Duration.ofSeconds(10);

    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration GENERATION = Duration.ofSeconds(2);
    private static final long STEP_NS = 1_000_000_000L * PER_STEP / CONNECTIONS_PER_SECOND;

    private final String bootstrapServers;
    private final List<Alerted> alerts = new ArrayList<>();
    /** Of the latest {@value #LATEST} alerts, in milliseconds. */
    private volatile long latestMedianMs = Long.MAX_VALUE;

    private volatile boolean ended;
    /** Connections since the measuring began. */
    private long connections;

    /** The first record of an alert. */
    private record Alerted(Instant packet, long latencyMs) {}

    private AlertLatency(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /** @return a line for people */
    static String measure(String bootstrapServers) throws ExecutionException, InterruptedException {
        return new AlertLatency(bootstrapServers).measure();
    }

    private String measure() throws ExecutionException, InterruptedException {
        Thread reader = new Thread(this::read, "alerts");
        reader.start();
        Instant begun = Instant.now();
        Instant from = send();
        ended = true;
        reader.join();
        List<Long> sorted = alerts.stream()
                .filter(alert -> alert.packet().isAfter(from))
                .map(Alerted::latencyMs)
                .sorted()
                .toList();
        if (sorted.isEmpty()) {
            return "packet to alert: no alert within " + MEASURED.toSeconds() + " s";
        }
        return String.format(
                Locale.ROOT,
                "packet to alert, %,d connections/s, after %d s of them%s: %,d alerts, p50 %d ms, p99 %d ms, most %d ms",
                connections / MEASURED.toSeconds(),
                Duration.between(begun, from).toSeconds(),
                Duration.between(begun, from).compareTo(MOST_WARM_UP) < 0 ? "" : " that it did not keep up with",
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
    }

    /** @return when the part that is measured began */
    private Instant send() throws ExecutionException, InterruptedException {
        SiteTraffic traffic = new SiteTraffic(2);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4");
        Future<?> last = CompletableFuture.completedFuture(null);
        Instant begun = Instant.now();
        Instant from = null;
        long begunNs = System.nanoTime();
        try (KafkaProducer<String, Observation> producer = new KafkaProducer<>(
                settings,
                Topics.OBSERVATIONS.key().serializer(),
                Topics.OBSERVATIONS.value().serializer())) {
            for (long step = 0; from == null || Instant.now().isBefore(from.plus(MEASURED)); step++) {
                long earlyNs = begunNs + step * STEP_NS - System.nanoTime();
                if (earlyNs > 0) {
                    Thread.sleep(earlyNs / 1_000_000, (int) (earlyNs % 1_000_000));
                }
                int generation = 1 + (int) ((System.nanoTime() - begunNs) / GENERATION.toNanos());
                for (int i = 0; i < PER_STEP; i++) {
                    for (Observation observation : traffic.connection(Instant.now(), generation)) {
                        last = producer.send(
                                new ProducerRecord<>(Topics.OBSERVATIONS.name(), observation.key(), observation));
                    }
                }
                connections += from == null ? 0 : PER_STEP;
                if (from == null && isWarm(Duration.between(begun, Instant.now()))) {
                    from = Instant.now();
                }
            }
            producer.flush();
            last.get();
        }
        return from;
    }

    private boolean isWarm(Duration elapsed) {
        boolean settled = elapsed.compareTo(WARM_UP) >= 0 && latestMedianMs < SETTLED_MS;
        return settled || elapsed.compareTo(MOST_WARM_UP) >= 0;
    }

    private void read() {
        List<Long> latest = new ArrayList<>();
        Instant lastAlert = Instant.now();
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        try (KafkaConsumer<String, Alert> consumer = new KafkaConsumer<>(
                settings,
                Topics.ALERTS.key().deserializer(),
                Topics.ALERTS.value().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.ALERTS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            while (!ended || Instant.now().isBefore(lastAlert.plus(SILENCE))) {
                for (ConsumerRecord<String, Alert> record : consumer.poll(Duration.ofMillis(50))) {
                    if (record.value().detail().count() == 1) {
                        Instant packet = record.value().timestamp();
                        long latencyMs = Duration.between(packet, Instant.now()).toMillis();
                        alerts.add(new Alerted(packet, latencyMs));
                        latest.add(latencyMs);
                        lastAlert = Instant.now();
                    }
                    if (latest.size() == LATEST) {
                        Collections.sort(latest);
                        latestMedianMs = latest.get(LATEST / 2);
                        latest.clear();
                    }
                }
            }
        }
    }
}
