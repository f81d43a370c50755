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
 */
final class AlertLatency {
    private static final int CONNECTIONS_PER_SECOND = 5_000;
    private static final int PER_STEP = 50;
    private static final Duration WARM_UP = Duration.ofSeconds(20);
    private static final Duration MEASURED = Duration.ofSeconds(30);
    private static final Duration GENERATION = Duration.ofSeconds(2);
    private static final long STEP_NS = 1_000_000_000L * PER_STEP / CONNECTIONS_PER_SECOND;

    private AlertLatency() {}

    /** @return a line for people */
    static String measure(String bootstrapServers) throws ExecutionException, InterruptedException {
        List<Long> latencies = Collections.synchronizedList(new ArrayList<>());
        Instant from = Instant.now().plus(WARM_UP);
        Instant until = from.plus(MEASURED);
        Thread reader = new Thread(() -> read(bootstrapServers, from, until, latencies), "alerts");
        reader.start();
        long sent = send(bootstrapServers, until);
        reader.join();
        List<Long> sorted = latencies.stream().sorted().toList();
        return String.format(
                Locale.ROOT,
                "packet to alert, %,d observations/s: %,d alerts, p50 %d ms, p99 %d ms, most %d ms",
                sent / WARM_UP.plus(MEASURED).toSeconds(),
                sorted.size(),
                sorted.get(sorted.size() / 2),
                sorted.get(sorted.size() * 99 / 100),
                sorted.get(sorted.size() - 1));
    }

    private static long send(String bootstrapServers, Instant until) throws ExecutionException, InterruptedException {
        SiteTraffic traffic = new SiteTraffic(2);
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4");
        long sent = 0;
        Future<?> last = CompletableFuture.completedFuture(null);
        long begunNs = System.nanoTime();
        try (KafkaProducer<String, Observation> producer = new KafkaProducer<>(
                settings,
                Topics.OBSERVATIONS.key().serializer(),
                Topics.OBSERVATIONS.value().serializer())) {
            for (long step = 0; Instant.now().isBefore(until); step++) {
                long earlyNs = begunNs + step * STEP_NS - System.nanoTime();
                if (earlyNs > 0) {
                    Thread.sleep(earlyNs / 1_000_000, (int) (earlyNs % 1_000_000));
                }
                int generation = 1 + (int) ((System.nanoTime() - begunNs) / GENERATION.toNanos());
                for (int i = 0; i < PER_STEP; i++) {
                    for (Observation observation : traffic.connection(Instant.now(), generation)) {
                        last = producer.send(
                                new ProducerRecord<>(Topics.OBSERVATIONS.name(), observation.key(), observation));
                        sent++;
                    }
                }
            }
            producer.flush();
            last.get();
        }
        return sent;
    }

    private static void read(String bootstrapServers, Instant from, Instant until, List<Long> latencies) {
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
            while (Instant.now().isBefore(until)) {
                for (ConsumerRecord<String, Alert> record : consumer.poll(Duration.ofMillis(50))) {
                    Instant packet = record.value().timestamp();
                    if (record.value().detail().count() == 1 && packet.isAfter(from)) {
                        latencies.add(Duration.between(packet, Instant.now()).toMillis());
                    }
                }
            }
        }
    }
}
