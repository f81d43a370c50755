package io.plainsight.stream.rollout;

import io.plainsight.events.PublishedPolicy;
import io.plainsight.events.Topics;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * A reader of the topic of policies, from its beginning; only the last record counts. It belongs to no group and commits
 * nothing, so any number of readers see the same.
 *
 * <p><i>Threading:</i> one thread at a time, but for {@link #wakeUp}. Every method may throw Kafka's own exceptions.
 */
public final class PolicyTopic implements AutoCloseable {
    private static final TopicPartition PARTITION = new TopicPartition(Topics.POLICY.name(), 0);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(1);
    private static final Duration STEP = Duration.ofMillis(100);

    private final KafkaConsumer<byte[], byte[]> consumer;

    /** @param clients settings of every Kafka client, the bootstrap servers among them */
    public PolicyTopic(Map<String, Object> clients) {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        // also where the topic was made anew and is shorter than it was
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        consumer = new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        consumer.assign(List.of(PARTITION));
        consumer.seekToBeginning(List.of(PARTITION));
    }

    /**
     * A record of the topic.
     *
     * @param policy null where the record takes the policy back, so that the defaults hold, and where it is unreadable
     * @param problem why it cannot be read; null when it can
     */
    public record Entry(PublishedPolicy policy, String problem) {}

    /** The last record that came within {@code patience}; empty when none did. */
    public Optional<Entry> poll(Duration patience) {
        Entry last = null;
        for (ConsumerRecord<byte[], byte[]> message : consumer.poll(patience)) {
            last = entry(message.value());
        }
        return Optional.ofNullable(last);
    }

    /**
     * The last record of the topic as it is now.
     *
     * @throws org.apache.kafka.common.errors.TimeoutException when the end was not reached in time
     */
    public Optional<Entry> readToEnd(Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        List<PartitionInfo> partitions = consumer.partitionsFor(PARTITION.topic(), patience);
        if (partitions == null || partitions.isEmpty()) {
            return Optional.empty(); // nothing of ours has run there yet
        }
        long end = consumer.endOffsets(List.of(PARTITION), patience).get(PARTITION);
        Optional<Entry> last = Optional.empty();
        while (consumer.position(PARTITION, patience) < end) {
            Optional<Entry> next = poll(STEP);
            last = next.isPresent() ? next : last;
            if (System.nanoTime() - deadline > 0) {
                throw new org.apache.kafka.common.errors.TimeoutException(
                        "the end of " + PARTITION.topic() + " was not reached within " + patience.toSeconds() + " s");
            }
        }
        return last;
    }

    /**
     * The policy that a cluster's detectors follow.
     *
     * @return empty when none was published, so that the defaults hold
     * @throws RolloutException when the topic cannot be read, or its last record is unreadable
     */
    public static Optional<PublishedPolicy> last(Map<String, Object> clients, Duration patience)
            throws RolloutException {
        Optional<Entry> last = lastEntry(clients, patience);
        if (last.isPresent() && last.get().problem() != null) {
            throw new RolloutException(
                    "the policy on " + PARTITION.topic() + " at " + clients.get("bootstrap.servers")
                            + " cannot be read: " + last.get().problem() + "; publish it again",
                    null);
        }
        return last.map(Entry::policy);
    }

    /**
     * The last record of a cluster's topic; empty when there is none.
     *
     * @throws RolloutException when the topic cannot be read
     */
    public static Optional<Entry> lastEntry(Map<String, Object> clients, Duration patience) throws RolloutException {
        try (PolicyTopic topic = new PolicyTopic(clients)) {
            return topic.readToEnd(patience);
        } catch (KafkaException e) {
            throw new RolloutException(
                    "cannot read " + PARTITION.topic() + " on Kafka at " + clients.get("bootstrap.servers") + ": "
                            + e.getMessage() + "; check that the broker runs, and the right to read the topic",
                    e);
        }
    }

    /** Ends a {@link #poll} that is under way; callable from any thread. */
    void wakeUp() {
        consumer.wakeup();
    }

    @Override
    public void close() {
        consumer.close(CloseOptions.timeout(CLOSE_TIMEOUT));
    }

    private static Entry entry(byte[] value) {
        if (value == null) {
            return new Entry(null, null);
        }
        try {
            PublishedPolicy policy = Topics.POLICY.value().deserializer().deserialize(Topics.POLICY.name(), value);
            return policy == null || policy.text() == null
                    ? new Entry(null, "the record holds no policy")
                    : new Entry(policy, null);
        } catch (SerializationException e) {
            return new Entry(null, e.getMessage());
        }
    }
}
