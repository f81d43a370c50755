package io.plainsight.app.e2e;

import io.plainsight.events.Observation;
import io.plainsight.events.SequenceHeader;
import io.plainsight.events.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Reads a topic from its beginning to its end, what is committed of it. */
public final class KafkaReader {
    private static final Duration POLL = Duration.ofMillis(200);

    private final String bootstrapServers;

    public KafkaReader(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    public <K, V> List<ConsumerRecord<K, V>> records(Topic<K, V> topic) {
        Map<String, Object> settings =
                Map.of("bootstrap.servers", bootstrapServers, "isolation.level", "read_committed");
        List<ConsumerRecord<K, V>> records = new ArrayList<>();
        try (KafkaConsumer<K, V> consumer = new KafkaConsumer<>(
                settings, topic.key().deserializer(), topic.value().deserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(records::add);
            }
        }
        return records;
    }

    /** How many messages, committed or not, a topic has been given. */
    long end(Topic<?, ?> topic) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(Map.of("bootstrap.servers", bootstrapServers), bytes, bytes)) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic.name()).stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            return consumer.endOffsets(partitions).values().stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    /** Keys and values of every topic, the broker's own ones and uncommitted records with them, as bytes. */
    void everything(BiConsumer<String, byte[]> action) {
        Map<String, Object> settings = Map.of("bootstrap.servers", bootstrapServers, "exclude.internal.topics", false);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(settings, bytes, bytes)) {
            List<TopicPartition> partitions = consumer.listTopics().values().stream()
                    .flatMap(List::stream)
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(POLL).forEach(message -> {
                    if (message.key() != null) {
                        action.accept(message.topic(), message.key());
                    }
                    if (message.value() != null) {
                        action.accept(message.topic(), message.value());
                    }
                });
            }
        }
    }

    /** What the rule of {@link SequenceHeader} leaves of observations. */
    public static List<ConsumerRecord<String, Observation>> effective(List<ConsumerRecord<String, Observation>> all) {
        Map<String, Long> highest = new HashMap<>();
        List<ConsumerRecord<String, Observation>> effective = new ArrayList<>();
        for (ConsumerRecord<String, Observation> message : all) {
            SequenceHeader number = SequenceHeader.of(message.headers());
            String run = message.partition() + "/" + number.run();
            if (number.sequence() > highest.getOrDefault(run, 0L)) {
                highest.put(run, number.sequence());
                effective.add(message);
            }
        }
        return effective;
    }

    /** What tells observations apart. */
    public static String identity(ConsumerRecord<String, Observation> message) {
        return message.value().event().id() + ' ' + message.value().event().action();
    }

    /** The last value of each key. */
    <V> Map<String, V> latest(Topic<String, V> topic) {
        Map<String, V> latest = new LinkedHashMap<>();
        records(topic).forEach(message -> latest.put(message.key(), message.value()));
        return latest;
    }
}
