package io.plainsight.alerting.intake;

import io.plainsight.alerting.deliver.ChannelPipeline;
import io.plainsight.alerting.deliver.DeliveryProgress;
import io.plainsight.alerting.deliver.TerminalText;
import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.alerting.store.AlertDecoder;
import io.plainsight.alerting.store.AlertStore;
import io.plainsight.alerting.store.PostureStore;
import io.plainsight.events.Alert;
import io.plainsight.events.Json;
import io.plainsight.events.Posture;
import io.plainsight.events.Topics;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the topics of alerts and posture from their beginning at every start.
 *
 * <p>An alert record before a channel's committed position only rebuilds the store and the channel's memory of what it
 * sent; one behind it is new and is delivered. Offsets are committed when delivered, so a crash repeats a delivery at
 * most, and never skips one. Partitions are assigned by hand: each instance holds all alerts; run one instance per group.
 *
 * <p><b>Threading:</b> every method by the one intake thread; the consumer belongs to it.
 */
final class AlertIntake {
    private static final Logger LOG = LoggerFactory.getLogger(AlertIntake.class);
    private static final Duration COMMIT_TIMEOUT = Duration.ofSeconds(5);

    private final Consumer<String, byte[]> consumer;
    private final AlertStore alerts;
    private final PostureStore posture;
    private final List<ChannelPipeline> channels;
    private final DeliveryProgress progress;
    private final AlertingMetrics metrics;
    private final AlertDecoder decoder = new AlertDecoder();
    private final Set<TopicPartition> assigned = new HashSet<>();
    private final Map<TopicPartition, OffsetAndMetadata> lastCommit = new HashMap<>();
    private final Map<TopicPartition, Long> rebuildUntil = new HashMap<>();
    private long unreadable;

    AlertIntake(
            Consumer<String, byte[]> consumer,
            AlertStore alerts,
            PostureStore posture,
            List<ChannelPipeline> channels,
            DeliveryProgress progress,
            AlertingMetrics metrics) {
        this.consumer = consumer;
        this.alerts = alerts;
        this.posture = posture;
        this.channels = channels;
        this.progress = progress;
        this.metrics = metrics;
    }

    /**
     * Looks for partitions that are not yet read and begins with them.
     *
     * @return whether the alerts topic exists
     */
    boolean findPartitions() {
        List<TopicPartition> found = new ArrayList<>();
        for (String topic : List.of(Topics.ALERTS.name(), Topics.POSTURE.name())) {
            List<PartitionInfo> partitions = consumer.partitionsFor(topic);
            if (partitions != null) {
                partitions.forEach(info -> found.add(new TopicPartition(topic, info.partition())));
            }
        }
        found.removeAll(assigned);
        if (!found.isEmpty()) {
            begin(found);
        }
        return assigned.stream().anyMatch(AlertIntake::ofAlerts);
    }

    private void begin(List<TopicPartition> found) {
        Set<TopicPartition> ofAlerts = new HashSet<>(found);
        ofAlerts.removeIf(partition -> !ofAlerts(partition));
        Map<TopicPartition, OffsetAndMetadata> committed = ofAlerts.isEmpty() ? Map.of() : consumer.committed(ofAlerts);
        Map<TopicPartition, Long> ends = consumer.endOffsets(found);
        for (TopicPartition partition : ofAlerts) {
            resume(partition, committed.get(partition), ends.get(partition));
        }
        found.forEach(partition -> rebuildUntil.put(partition, ends.get(partition)));
        Set<TopicPartition> all = new HashSet<>(assigned);
        all.addAll(found);
        consumer.assign(all);
        consumer.seekToBeginning(found);
        assigned.addAll(found);
        LOG.info("reading {} partitions of alerts and posture from the beginning", found.size());
    }

    private void resume(TopicPartition partition, OffsetAndMetadata committed, long end) {
        if (committed == null) {
            return;
        }
        if (committed.offset() > end) {
            LOG.warn(
                    "committed offset lies behind the topic's end, so the topic was made anew; all its alerts count as"
                            + " new: partition={} committed={} end={}",
                    partition,
                    committed.offset(),
                    end);
            return;
        }
        lastCommit.put(partition, committed);
        for (ChannelPipeline channel : channels) {
            progress.resume(
                    channel.channelName(), partition, CommittedPositions.read(committed, channel.channelName()));
        }
    }

    /** Consumes what is there, waiting at most {@code timeout}, and commits what is delivered. */
    void poll(Duration timeout) {
        ConsumerRecords<String, byte[]> records = consumer.poll(timeout);
        for (ConsumerRecord<String, byte[]> record : records) {
            if (Topics.POSTURE.name().equals(record.topic())) {
                takePosture(record);
            } else {
                takeAlert(record);
            }
        }
        long lag = 0;
        for (TopicPartition partition : assigned) {
            if (ofAlerts(partition)) {
                // the position, not the last record: transaction markers take offsets too
                progress.consumed(partition, consumer.position(partition));
                lag += consumer.currentLag(partition).orElse(0);
            }
        }
        metrics.lag(lag);
        commit(COMMIT_TIMEOUT);
    }

    /** Whether all that was on the topics when reading began has been taken in. */
    boolean rebuilt() {
        rebuildUntil.entrySet().removeIf(entry -> consumer.position(entry.getKey()) >= entry.getValue());
        return !assigned.isEmpty() && rebuildUntil.isEmpty();
    }

    /** Commits every partition on which a channel has advanced. */
    void commit(Duration timeout) {
        Map<TopicPartition, OffsetAndMetadata> commit = new HashMap<>();
        for (TopicPartition partition : assigned) {
            if (ofAlerts(partition)) {
                OffsetAndMetadata now = CommittedPositions.write(progress.positions(partition));
                if (!now.equals(lastCommit.get(partition))) {
                    commit.put(partition, now);
                }
            }
        }
        if (!commit.isEmpty()) {
            consumer.commitSync(commit, timeout);
            lastCommit.putAll(commit);
        }
    }

    private void takeAlert(ConsumerRecord<String, byte[]> record) {
        TopicPartition partition = new TopicPartition(record.topic(), record.partition());
        if (record.value() == null) {
            if (record.key() != null) {
                alerts.remove(record.key());
            }
            return;
        }
        Alert alert;
        try {
            alert = decoder.decode(record.value());
        } catch (IOException e) {
            unreadable(record, e);
            return;
        }
        alerts.put(alert);
        if (isNews(partition, record.offset())) {
            metrics.changed(alert);
        }
        for (ChannelPipeline channel : channels) {
            channel.accept(partition, record.offset(), alert);
        }
    }

    private boolean isNews(TopicPartition partition, long offset) {
        OffsetAndMetadata committed = lastCommit.get(partition);
        return committed == null || offset >= committed.offset();
    }

    private void takePosture(ConsumerRecord<String, byte[]> record) {
        if (record.key() == null) {
            unreadable(record, new IOException("posture record without key"));
            return;
        }
        try {
            posture.put(
                    record.key(),
                    record.value() == null ? null : Json.mapper().readValue(record.value(), Posture.class));
        } catch (IOException e) {
            unreadable(record, e);
        }
    }

    /** Sets a record aside: counted always, described in the log. The offset is committed past it. */
    private void unreadable(ConsumerRecord<String, byte[]> record, IOException problem) {
        metrics.unreadable(record.topic());
        unreadable++;
        if (Long.bitCount(unreadable) == 1) { // the 1st, 2nd, 4th, 8th …: a flood of them must not flood the log
            LOG.warn(
                    "skipped an unreadable record, {} so far: topic={} partition={} offset={} problem={}",
                    unreadable,
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    TerminalText.escape(String.valueOf(problem.getMessage()), 200));
        }
    }

    private static boolean ofAlerts(TopicPartition partition) {
        return Topics.ALERTS.name().equals(partition.topic());
    }
}
