package io.plainsight.app.report.compliance;

import io.plainsight.app.UserException;
import io.plainsight.events.Alert;
import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.events.Topic;
import io.plainsight.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Deserializer;

/** Reads the topics of posture and alerts as they stand: the last record of each key. */
public final class KafkaFigures {
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

    private final Map<String, Object> clients;
    private final String name;

    /** @param name of the cluster or directory, for the report */
    public KafkaFigures(Map<String, Object> clients, String name) {
        this.clients = new HashMap<>(clients);
        this.clients.put("isolation.level", "read_committed");
        this.clients.put("enable.auto.commit", "false");
        this.name = name;
    }

    /** Figures and alerts of live traffic, or of played files where there is no other. */
    public ReportInput read() {
        Map<String, Posture> figures = latest(Topics.POSTURE);
        boolean live = figures.keySet().stream().anyMatch(PostureKeys::isLive);
        figures.keySet().removeIf(key -> PostureKeys.isLive(key) != live);
        // an alert of a played file names it in its evidence
        List<Alert> alerts = latest(Topics.ALERTS).values().stream()
                .filter(alert -> isLive(alert) == live)
                .toList();
        ComplianceReport.Source source =
                new ComplianceReport.Source("kafka", live ? "live" : "replay", name, List.of(), List.of());
        return new ReportInput(source, figures, alerts);
    }

    private static boolean isLive(Alert alert) {
        List<Alert.Evidence> evidence = alert.detail().evidence();
        return evidence == null || evidence.stream().noneMatch(one -> one.file() != null);
    }

    private <V> Map<String, V> latest(Topic<String, V> topic) {
        Map<String, V> latest = new TreeMap<>();
        try (KafkaConsumer<String, byte[]> consumer =
                new KafkaConsumer<>(clients, topic.key().deserializer(), new ByteArrayDeserializer())) {
            List<PartitionInfo> found = consumer.partitionsFor(topic.name(), LONGEST_SILENCE);
            if (found == null || found.isEmpty()) {
                throw new UserException("no topic " + topic.name() + " on " + name
                        + "; has plainsight run or plainsight stream-processor been started there?");
            }
            List<TopicPartition> partitions = found.stream()
                    .map(info -> new TopicPartition(topic.name(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            Deserializer<V> values = topic.value().deserializer();
            long silentSince = System.nanoTime();
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                long before = position(consumer, partitions);
                for (ConsumerRecord<String, byte[]> record : consumer.poll(POLL)) {
                    take(latest, record, values);
                }
                if (position(consumer, partitions) > before) {
                    silentSince = System.nanoTime();
                } else if (System.nanoTime() - silentSince > LONGEST_SILENCE.toNanos()) {
                    throw new UserException("Kafka on " + name + " gave nothing of " + topic.name() + " for "
                            + LONGEST_SILENCE.toSeconds() + " seconds; is it healthy?");
                }
            }
        } catch (KafkaException e) {
            throw new UserException(
                    "cannot read " + topic.name() + " on " + name + ": " + e.getMessage()
                            + "; is the cluster up, and do the credentials of --kafka-config suffice?",
                    e);
        }
        return latest;
    }

    private static <V> void take(Map<String, V> latest, ConsumerRecord<String, byte[]> record, Deserializer<V> values) {
        if (record.value() == null) {
            latest.remove(record.key());
            return;
        }
        try {
            latest.put(record.key(), values.deserialize(record.topic(), record.value()));
        } catch (SerializationException e) {
            throw new UserException(
                    "a record on " + record.topic() + " cannot be read: partition=" + record.partition() + " offset="
                            + record.offset() + ": " + e.getMessage()
                            + "; is this plainsight older than the one that wrote it?",
                    e);
        }
    }

    private static long position(KafkaConsumer<?, ?> consumer, List<TopicPartition> partitions) {
        return partitions.stream().mapToLong(consumer::position).sum();
    }
}
