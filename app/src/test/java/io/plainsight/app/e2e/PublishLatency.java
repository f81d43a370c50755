package io.plainsight.app.e2e;

import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.TopicSetup;
import io.plainsight.events.Topics;
import io.plainsight.sensor.publish.DeliveryListener;
import io.plainsight.sensor.publish.KafkaPublisher;
import io.plainsight.sensor.publish.KafkaSink;
import io.plainsight.sensor.spool.LossReason;
import io.plainsight.sensor.spool.SpoolSettings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.LockSupport;

/**
 * Measures how long an observation takes from the packet thread to Kafka's acknowledgement. No test; run by hand:
 *
 * <pre>
 *  plainsight sensor --pcap … --output observations.ndjson; plainsight broker --port 9092 --data …
 *  java -cp … io.plainsight.app.e2e.PublishLatency 127.0.0.1:9092 observations.ndjson SPOOL RATE SECONDS
 * </pre>
 */
final class PublishLatency {
    private static final int MAX_MS = 60_000;
    private static final int BURST_MS = 1;

    private PublishLatency() {}

    public static void main(String[] args) throws Exception {
        Map<String, Object> clients = Map.of("bootstrap.servers", args[0]);
        List<Observation> samples = read(Path.of(args[1]));
        SpoolSettings settings = SpoolSettings.of(Path.of(args[2]), SpoolSettings.DEFAULT_LIMIT_BYTES);
        int rate = Integer.parseInt(args[3]);
        int seconds = Integer.parseInt(args[4]);
        TopicSetup.ensure(clients, Topics.ALL, (short) 1);
        Latencies latencies = new Latencies();
        try (KafkaPublisher publisher = KafkaPublisher.open(clients, settings, () -> {}, latencies)) {
            KafkaSink sink = publisher.sink(Topics.OBSERVATIONS, false);
            publish(sink, samples, rate, seconds / 2); // until everything is compiled
            latencies.reset();
            long cpuBefore = cpuNs();
            publish(sink, samples, rate, seconds);
            long cpu = cpuNs() - cpuBefore;
            Thread.sleep(1000);
            System.out.printf(
                    "%d observations/s for %d s, %.2f CPU seconds a second: %s%n",
                    rate, seconds, cpu / 1e9 / seconds, latencies);
            System.out.println(publisher.status());
        }
    }

    private static long cpuNs() {
        return ((com.sun.management.OperatingSystemMXBean)
                        java.lang.management.ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }

    private static List<Observation> read(Path file) throws Exception {
        try (var lines = Files.lines(file)) {
            return lines.limit(50_000).map(PublishLatency::parse).toList();
        }
    }

    private static Observation parse(String line) {
        try {
            return Json.mapper().readValue(line, Observation.class);
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void publish(KafkaSink sink, List<Observation> samples, int rate, int seconds) {
        long start = System.nanoTime();
        long total = (long) rate * seconds;
        for (long sent = 0; sent < total; ) {
            long due = Math.min(total, (System.nanoTime() - start) * rate / 1_000_000_000L);
            Instant now = Instant.now();
            for (; sent < due; sent++) {
                sink.accept(at(samples.get((int) (sent % samples.size())), now));
            }
            LockSupport.parkNanos(BURST_MS * 1_000_000L);
        }
    }

    private static Observation at(Observation o, Instant now) {
        return new Observation(
                now,
                o.event(),
                o.observer(),
                o.log(),
                o.source(),
                o.destination(),
                o.network(),
                o.tls(),
                o.cloud(),
                o.plainsight());
    }

    private static final class Latencies implements DeliveryListener {
        private final AtomicLongArray counts = new AtomicLongArray(MAX_MS + 1);
        private final AtomicLong lost = new AtomicLong();

        void reset() {
            for (int i = 0; i <= MAX_MS; i++) {
                counts.set(i, 0);
            }
        }

        @Override
        public void onDelivered(Instant packetTime) {
            long ms = System.currentTimeMillis() - packetTime.toEpochMilli();
            counts.incrementAndGet((int) Math.max(0, Math.min(MAX_MS, ms)));
        }

        @Override
        public void onSentAgain(long count) {
            System.out.println("sent again: " + count);
        }

        @Override
        public void onLost(LossReason reason, long count) {
            lost.addAndGet(count);
        }

        @Override
        public void onDiskFailure() {
            System.out.println("disk failure");
        }

        private int quantile(double share) {
            long total = 0;
            for (int i = 0; i <= MAX_MS; i++) {
                total += counts.get(i);
            }
            long rest = (long) Math.ceil(total * share);
            for (int i = 0; i <= MAX_MS; i++) {
                rest -= counts.get(i);
                if (rest <= 0) {
                    return i;
                }
            }
            return MAX_MS;
        }

        @Override
        public String toString() {
            return "p50 " + quantile(0.5) + " ms, p99 " + quantile(0.99) + " ms, p99.9 " + quantile(0.999)
                    + " ms, lost " + lost;
        }
    }
}
