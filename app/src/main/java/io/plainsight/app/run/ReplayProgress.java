package io.plainsight.app.run;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * Tells whether a Kafka Streams application has processed every record of its input and repartition topics.
 *
 * <p>Committed offsets alone do not tell: transaction markers take offsets too, and stand behind the last record. So
 * where a committed offset is short of the end, the rest of the partition is read to see whether it holds any record.
 */
final class ReplayProgress implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(200);

    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private final String applicationId;
    private final String inputTopic;

    ReplayProgress(Map<String, Object> clientSettings, String applicationId, String inputTopic) {
        this.admin = Admin.create(clientSettings);
        Map<String, Object> readerSettings = new HashMap<>(clientSettings);
        readerSettings.put(ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed");
        readerSettings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        this.reader = new KafkaConsumer<>(readerSettings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        this.applicationId = applicationId;
        this.inputTopic = inputTopic;
    }

    /** Whether nothing is left to process at this moment. */
    boolean isDone() throws ExecutionException, InterruptedException {
        List<TopicPartition> partitions = partitions();
        Map<TopicPartition, Long> ends = endOffsets(admin, partitions);
        Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(applicationId)
                .partitionsToOffsetAndMetadata()
                .get();
        Map<TopicPartition, Long> unfinished = new HashMap<>();
        ends.forEach((partition, end) -> {
            OffsetAndMetadata offset = committed.get(partition);
            long done = offset == null ? 0 : offset.offset();
            if (done < end) {
                unfinished.put(partition, done);
            }
        });
        return unfinished.isEmpty() || holdNoRecords(unfinished, ends);
    }

    /** The offsets behind the last record of every partition of {@code topic}, markers included. */
    Map<TopicPartition, Long> endOffsets(String topic) throws ExecutionException, InterruptedException {
        return endOffsets(admin, partitionsOf(List.of(topic)));
    }

    private boolean holdNoRecords(Map<TopicPartition, Long> from, Map<TopicPartition, Long> ends) {
        reader.assign(from.keySet());
        from.forEach(reader::seek);
        List<TopicPartition> open = new ArrayList<>(from.keySet());
        while (!open.isEmpty()) {
            if (!reader.poll(POLL).isEmpty()) {
                return false;
            }
            int before = open.size();
            open.removeIf(partition -> reader.position(partition) >= ends.get(partition));
            if (open.size() == before) {
                return false; // an open transaction stands before the end
            }
        }
        return true;
    }

    private List<TopicPartition> partitions() throws ExecutionException, InterruptedException {
        List<String> topics = admin.listTopics().names().get().stream()
                .filter(name -> name.equals(inputTopic)
                        || name.startsWith(applicationId + "-") && name.endsWith("-repartition"))
                .toList();
        return partitionsOf(topics);
    }

    private List<TopicPartition> partitionsOf(Collection<String> topics)
            throws ExecutionException, InterruptedException {
        return admin.describeTopics(topics).allTopicNames().get().values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private static Map<TopicPartition, Long> endOffsets(Admin admin, List<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> latest =
                partitions.stream().collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, Long> ends = new HashMap<>();
        for (Map.Entry<TopicPartition, ListOffsetsResultInfo> entry :
                admin.listOffsets(latest).all().get().entrySet()) {
            ends.put(entry.getKey(), entry.getValue().offset());
        }
        return ends;
    }

    @Override
    public void close() {
        reader.close(CloseOptions.timeout(Duration.ofSeconds(1)));
        admin.close(Duration.ofSeconds(1));
    }
}
