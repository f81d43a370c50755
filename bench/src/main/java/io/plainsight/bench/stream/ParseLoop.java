package io.plainsight.bench.stream;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plainsight.events.Json;
import io.plainsight.events.Observation;
import io.plainsight.events.Topics;
import io.plainsight.stream.StreamProcessorSettings;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/**
 * What the stream processor is measured against: one thread that reads observations, parses each, and writes it to another
 * topic. No state, no judgement; with transactions or without.
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

    /** @param exactly whether as the stream processor does, in transactions that hold the offsets, or as it comes */
    Measurement run(String bootstrapServers, int warmUp, int observations, boolean exactly)
            throws IOException, ExecutionException, InterruptedException {
        Map<String, Object> reading =
                new HashMap<>(Map.of("bootstrap.servers", bootstrapServers, "max.poll.records", 2000));
        Map<String, Object> writing = new HashMap<>(
                Map.of("bootstrap.servers", bootstrapServers, "compression.type", "lz4", "linger.ms", 100));
        if (exactly) {
            String application = "parse-loop-" + name().toLowerCase(Locale.ROOT);
            reading.putAll(Map.of(
                    "group.id", application, "isolation.level", "read_committed", "enable.auto.commit", "false"));
            writing.put("transactional.id", application);
        }
        try (KafkaConsumer<byte[], byte[]> consumer =
                        new KafkaConsumer<>(reading, new ByteArrayDeserializer(), new ByteArrayDeserializer());
                KafkaProducer<byte[], byte[]> producer =
                        new KafkaProducer<>(writing, new ByteArraySerializer(), new ByteArraySerializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.OBSERVATIONS.name()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Commits commits = exactly ? new Commits(consumer, producer) : null;
            int before = pump(consumer, producer, commits, warmUp);
            Measurement.Start start = Measurement.Start.now();
            // a poll may have gone further
            int measured = pump(consumer, producer, commits, warmUp + observations - before);
            return start.end(exactly ? title + ", exactly once" : title, measured);
        }
    }

    /** Until at least so many passed and are acknowledged, or committed. */
    private int pump(
            KafkaConsumer<byte[], byte[]> consumer,
            KafkaProducer<byte[], byte[]> producer,
            Commits commits,
            int observations)
            throws IOException, ExecutionException, InterruptedException {
        int done = 0;
        Future<?> last = CompletableFuture.completedFuture(null);
        if (commits != null) {
            commits.begin();
        }
        while (done < observations) {
            for (ConsumerRecord<byte[], byte[]> message : consumer.poll(Duration.ofMillis(100))) {
                byte[] passed = pass(message.value());
                if (passed != null) {
                    last = producer.send(new ProducerRecord<>(OUTPUT, message.key(), passed));
                    done++;
                }
            }
            if (commits != null && commits.isDue()) {
                commits.commit();
                commits.begin();
            }
        }
        if (commits != null) {
            commits.commit();
        }
        producer.flush();
        last.get();
        return done;
    }

    /** Transactions as often as the stream processor's, each with the offsets of what was read in it. */
    private static final class Commits {
        private final KafkaConsumer<byte[], byte[]> consumer;
        private final KafkaProducer<byte[], byte[]> producer;
        private long begun;

        Commits(KafkaConsumer<byte[], byte[]> consumer, KafkaProducer<byte[], byte[]> producer) {
            this.consumer = consumer;
            this.producer = producer;
            producer.initTransactions();
        }

        void begin() {
            producer.beginTransaction();
            begun = System.nanoTime();
        }

        boolean isDue() {
            return System.nanoTime() - begun >= StreamProcessorSettings.DEFAULT_COMMIT_INTERVAL.toNanos();
        }

        void commit() {
            Map<TopicPartition, OffsetAndMetadata> read = new HashMap<>();
            consumer.assignment()
                    .forEach(partition -> read.put(partition, new OffsetAndMetadata(consumer.position(partition))));
            producer.sendOffsetsToTransaction(read, consumer.groupMetadata());
            producer.commitTransaction();
        }
    }
}
