package io.plainsight.bench.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
 * What the stream processor is measured against: one thread that reads observations, parses each, and writes it to another
 * topic. No state, no transactions, no judgement.
 */
enum ParseLoop {
    /** Into our records, with the mapper of this project; what is written are the bytes that were read. */
    RECORDS("single-threaded loop: consume, parse, produce") {
        @Override
        byte[] pass(byte[] json) throws IOException {
            Observation parsed = Json.mapper().readValue(json, Observation.class);
            return parsed.event() == null ? null : json;
        }
    },
    /** Into Jackson's tree and out of it again, with a mapper as it comes: what is mostly written first. */
    JACKSON("the same with a tree of Jackson's, written anew") {
        @Override
        byte[] pass(byte[] json) throws IOException {
            JsonNode parsed = PLAIN_MAPPER.readTree(json);
            return parsed.has("event") ? PLAIN_MAPPER.writeValueAsBytes(parsed) : null;
        }
    };

    static final String OUTPUT = "parse-loop-output";
    private static final ObjectMapper PLAIN_MAPPER = new ObjectMapper();

    private final String title;

    ParseLoop(String title) {
        this.title = title;
    }

    /** @return what is written; null when this is no observation */
    abstract byte[] pass(byte[] json) throws IOException;

    Measurement run(String bootstrapServers, int warmUp, int observations)
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
            return start.end(title, measured);
        }
    }

    /** Until at least so many passed and are acknowledged. */
    private int pump(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer, int observations)
            throws IOException, ExecutionException, InterruptedException {
        int done = 0;
        Future<?> last = CompletableFuture.completedFuture(null);
        while (done < observations) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                byte[] passed = pass(message.value());
                if (passed != null) {
                    last = producer.send(new ProducerRecord<>(OUTPUT, message.key(), passed));
                    done++;
                }
            }
        }
        producer.flush();
        last.get();
        return done;
    }
}
