package io.plainsight.stream.backtest;

import io.plainsight.events.Observation;
import io.plainsight.events.SequenceHeader;
import io.plainsight.events.Topic;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/**
 * The observations that a topic holds at the moment of reading, those of all partitions brought into one order by their time:
 * detectors that look across services would otherwise see one partition's day after another's. What a sensor sent twice passes
 * once, as in the detectors.
 *
 * <p>A plain reader without a group: nothing is committed, and nobody notices.
 *
 * <p><i>Bounds:</i> {@value #MAX_WAITING} messages wait for each partition, and one fetch beyond it.
 */
public final class KafkaObservations implements RetainedSource {
    private static final int MAX_WAITING = 2_000;
    /** Sensors' runs remembered, for repeats; the oldest goes. */
    private static final int MAX_RUNS = 100_000;

    private static final Duration POLL = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Map<String, Object> clients;
    private final Topic<String, Observation> topic;
    private final Map<String, Long> highest = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Long> eldest) {
            return size() > MAX_RUNS;
        }
    };

    /** @param clients settings of every Kafka client, the bootstrap servers among them */
    public KafkaObservations(Map<String, Object> clients, Topic<String, Observation> topic) {
        this.clients = Map.copyOf(clients);
        this.topic = topic;
    }

    @Override
    public String description() {
        return topic.name() + " at " + clients.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG);
    }

    /** Whether the topic exists and holds anything. */
    public boolean hasAny() throws IOException {
        try (KafkaConsumer<byte[], byte[]> consumer = open()) {
            List<TopicPartition> partitions = partitions(consumer);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
            return consumer.beginningOffsets(partitions, PATIENCE).entrySet().stream()
                    .anyMatch(begin -> begin.getValue() < ends.get(begin.getKey()));
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    @Override
    public void read(Reading reading) throws IOException {
        highest.clear();
        try (KafkaConsumer<byte[], byte[]> consumer = open()) {
            List<Lane> lanes = lanes(consumer, reading);
            AtomicLong done = new AtomicLong();
            long total = lanes.stream().mapToLong(lane -> lane.end - lane.begin).sum();
            reading.watch(() -> total == 0 ? -1 : Math.min(1, (double) done.get() / total));
            for (Lane next = earliest(consumer, lanes); next != null; next = earliest(consumer, lanes)) {
                ConsumerRecord<byte[], byte[]> message = next.waiting.poll();
                done.set(lanes.stream().mapToLong(lane -> lane.read).sum());
                take(message, reading);
            }
        } catch (KafkaException e) {
            throw unreadable(e);
        }
    }

    /** One partition. */
    private static final class Lane {
        private final TopicPartition partition;
        private final long begin;
        private final long end;
        private final Deque<ConsumerRecord<byte[], byte[]>> waiting = new ArrayDeque<>();
        private boolean finished;
        private long read;

        Lane(TopicPartition partition, long begin, long end) {
            this.partition = partition;
            this.begin = begin;
            this.end = end;
            this.finished = begin >= end;
        }
    }

    private List<Lane> lanes(KafkaConsumer<byte[], byte[]> consumer, Reading reading) {
        List<TopicPartition> partitions = partitions(consumer);
        consumer.assign(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions, PATIENCE);
        Map<TopicPartition, Long> begins = new HashMap<>(consumer.beginningOffsets(partitions, PATIENCE));
        offsets(consumer, partitions, Instant.EPOCH).forEach((partition, oldest) -> {
            if (oldest != null) {
                reading.retainedFrom(Instant.ofEpochMilli(oldest.timestamp()));
            }
        });
        if (reading.range().from() != null) {
            // all messages before the first one of that time are older, in whatever order they stand
            offsets(consumer, partitions, reading.range().from())
                    .forEach((partition, at) ->
                            begins.put(partition, at == null ? ends.get(partition) : Long.valueOf(at.offset())));
        }
        List<Lane> lanes = new ArrayList<>();
        for (TopicPartition partition : partitions) {
            consumer.seek(partition, begins.get(partition));
            lanes.add(new Lane(partition, begins.get(partition), ends.get(partition)));
        }
        return lanes;
    }

    private static Map<TopicPartition, OffsetAndTimestamp> offsets(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions, Instant time) {
        Map<TopicPartition, Long> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, time.toEpochMilli()));
        return consumer.offsetsForTimes(asked, PATIENCE);
    }

    /** The partition whose next message is the oldest; null when all are read. */
    private Lane earliest(KafkaConsumer<byte[], byte[]> consumer, List<Lane> lanes) throws IOException {
        fill(consumer, lanes);
        Lane earliest = null;
        for (Lane lane : lanes) {
            boolean before = !lane.waiting.isEmpty()
                    && (earliest == null
                            || lane.waiting.peek().timestamp()
                                    < earliest.waiting.peek().timestamp());
            earliest = before ? lane : earliest;
        }
        return earliest;
    }

    /** Reads until every partition that is not finished has a message waiting. */
    private void fill(KafkaConsumer<byte[], byte[]> consumer, List<Lane> lanes) throws IOException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (lanes.stream().anyMatch(lane -> !lane.finished && lane.waiting.isEmpty())) {
            for (Lane lane : lanes) {
                Collection<TopicPartition> one = List.of(lane.partition);
                if (lane.finished || lane.waiting.size() >= MAX_WAITING) {
                    consumer.pause(one);
                } else {
                    consumer.resume(one);
                }
            }
            var messages = consumer.poll(POLL);
            for (Lane lane : lanes) {
                for (ConsumerRecord<byte[], byte[]> message : messages.records(lane.partition)) {
                    if (message.offset() < lane.end) {
                        lane.waiting.add(message);
                    }
                }
                long position = consumer.position(lane.partition, PATIENCE);
                lane.read = Math.min(position, lane.end) - lane.begin;
                lane.finished = position >= lane.end;
            }
            if (!messages.isEmpty()) {
                deadline = System.nanoTime() + PATIENCE.toNanos();
            } else if (System.nanoTime() - deadline > 0) {
                throw new IOException("cannot read " + description() + " to its end: nothing came for "
                        + PATIENCE.toSeconds() + " s; check that the broker still runs");
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> message, Reading reading) {
        SequenceHeader number = SequenceHeader.of(message.headers());
        if (number != null) {
            String run = message.partition() + "/" + number.run();
            Long seen = highest.get(run);
            if (seen != null && number.sequence() <= seen) {
                reading.repeated();
                return;
            }
            highest.put(run, number.sequence());
        }
        Observation observation;
        try {
            observation = topic.value().deserializer().deserialize(topic.name(), message.value());
        } catch (SerializationException e) {
            reading.unreadable(topic.name() + ", partition " + message.partition() + ", offset " + message.offset()
                    + ": no observation; it is passed over, as the detectors do");
            return;
        }
        if (observation != null) {
            reading.accept(observation);
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<byte[], byte[]> consumer) {
        List<PartitionInfo> known = consumer.partitionsFor(topic.name(), PATIENCE);
        return known == null
                ? List.of()
                : known.stream()
                        .map(info -> new TopicPartition(info.topic(), info.partition()))
                        .toList();
    }

    private KafkaConsumer<byte[], byte[]> open() {
        Map<String, Object> settings = new HashMap<>(clients);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        settings.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        settings.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        settings.remove(ConsumerConfig.GROUP_ID_CONFIG);
        return new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    private IOException unreadable(KafkaException e) {
        return new IOException(
                "cannot read " + description() + ": " + e.getMessage()
                        + "; check that the broker runs, its address and the right to read the topic",
                e);
    }
}
