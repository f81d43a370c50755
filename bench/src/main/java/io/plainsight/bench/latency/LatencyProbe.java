package io.plainsight.bench.latency;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * Consumes observations and compares their packets' times with the clock of this machine, which has to be the sensor's
 * machine. Of each connection that began after the probe the first observation counts. Says {@code listening} when it is ready, and prints its result
 * once nothing has come for a while.
 */
public final class LatencyProbe {
    private static final Duration SILENCE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int MOST_CONNECTIONS = 1 << 22;

    private final JsonFactory json = new JsonFactory();
    private final Set<String> seen = new HashSet<>();
    private final long[] sinceFirstPacket = new long[MOST_CONNECTIONS];
    private final long[] sinceLastPacket = new long[MOST_CONNECTIONS];
    private final Instant began = Instant.now();
    private int connections;

    private LatencyProbe() {}

    /** Argument: the broker. */
    public static void main(String[] arguments) throws IOException {
        Map<String, Object> settings = Map.of(
                "bootstrap.servers",
                arguments[0],
                "fetch.max.wait.ms",
                5,
                "enable.auto.commit",
                false,
                "max.poll.records",
                100_000);
        LatencyProbe probe = new LatencyProbe();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToEnd(partitions);
            partitions.forEach(consumer::position); // or the end would be looked up only at the first poll
            System.out.println("listening");
            probe.consume(consumer);
        }
        probe.print();
    }

    private void consume(KafkaConsumer<String, byte[]> consumer) throws IOException {
        Instant last = null;
        while (last == null || Instant.now().isBefore(last.plus(SILENCE))) {
            ConsumerRecords<String, byte[]> records = consumer.poll(POLL);
            Instant now = Instant.now();
            int before = connections;
            for (ConsumerRecord<String, byte[]> message : records) {
                take(message.value(), now);
            }
            if (connections > before) {
                last = now;
            }
        }
    }

    /** Reads as far as the times, which stand at the beginning. */
    private void take(byte[] observation, Instant now) throws IOException {
        Map<String, String> event = new TreeMap<>();
        try (JsonParser parser = json.createParser(observation)) {
            parser.nextToken();
            while (parser.nextToken() != JsonToken.END_OBJECT && !"event".equals(parser.currentName())) {
                parser.nextToken();
                parser.skipChildren();
            }
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                String name = parser.currentName();
                if (parser.nextToken() == JsonToken.VALUE_STRING) {
                    event.put(name, parser.getText());
                }
                parser.skipChildren();
            }
        }
        Instant start = Instant.parse(event.get("start"));
        if (start.isAfter(began) && connections < MOST_CONNECTIONS && seen.add(event.get("id"))) {
            sinceFirstPacket[connections] = start.until(now, ChronoUnit.MICROS);
            sinceLastPacket[connections] = Instant.parse(event.get("end")).until(now, ChronoUnit.MICROS);
            connections++;
        }
    }

    private void print() {
        System.out.printf(
                Locale.ROOT,
                "connections %d%nsince first packet %s%nsince last packet %s%n",
                connections,
                percentiles(sinceFirstPacket),
                percentiles(sinceLastPacket));
    }

    /** Milliseconds. */
    private String percentiles(long[] micros) {
        long[] sorted = Arrays.copyOf(micros, connections);
        Arrays.sort(sorted);
        StringBuilder text = new StringBuilder();
        for (double part : new double[] {0.5, 0.99, 0.999, 1}) {
            int index = (int) Math.min(connections - 1, Math.ceil(part * connections));
            text.append(String.format(Locale.ROOT, "%.1f ", sorted[index] / 1000.0));
        }
        return text.toString().strip();
    }
}
