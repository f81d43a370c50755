package io.plainsight.bench.stream;

import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the stream processor is measured against: one thread that reads observations, parses each with the shared mapper, and
 * writes it to another topic as it came. No state, no transactions, no judgement.
 */
final class ParseLoop {
    static final String OUTPUT = "parse-loop-output";

    private ParseLoop() {}

    static Measurement run(String bootstrapServers, int warmUp, int observations)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> reading = Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 2000);
        Map<String, Object> writing =
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4", "linger.ms", 100);
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            int before = pump(consumer, producer, warmUp);
            Measurement.Start start = Measurement.Start.now();
            int measured = pump(consumer, producer, warmUp + observations - before); // a poll may have gone further
            return start.end("single-threaded loop: consume, parse, produce", measured);
        }
    }

    /** Until at least so many passed and are acknowledged. */
    private static int pump(
            KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, int observations)
            throws IOException, ExecutionException, InterruptedException {
        int done = 0;
        Future<?> last = CompletableFuture.completedFuture(null);
        while (done < observations) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                Observation parsed = Json.mapper().readValue(message.value(), Observation.class);
                if (parsed.event() != null) {
                    last = producer.send(new ProducerRecord<>(OUTPUT, message.key(), message.value()));
                    done++;
                }
            }
        }
        producer.flush();
        last.get();
        return done;
    }
}
