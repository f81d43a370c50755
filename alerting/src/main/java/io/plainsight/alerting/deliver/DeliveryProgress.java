package io.plainsight.alerting.deliver;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;

/**
 * How far each channel has come on each partition of the alerts topic.
 *
 * <p>A channel's <i>position</i> is the offset before which nothing is left to do: the lowest offset that it still works
 * on, or else where consumption stands. The position of the slowest channel is what may be committed.
 *
 * <p><b>Threading:</b> any thread. <b>Memory:</b> one number per delivery under way; the channels bound those.
 */
public final class DeliveryProgress {
    private final Map<String, Map<TopicPartition, Work>> channels = new HashMap<>();
    private final Map<TopicPartition, Long> consumed = new HashMap<>();

    /** @param channels names of all channels, at least one */
    public DeliveryProgress(List<String> channels) {
        channels.forEach(channel -> this.channels.put(channel, new HashMap<>()));
    }

    /** States, before anything is consumed, that {@code channel} has done everything before {@code position}. */
    public synchronized void resume(String channel, TopicPartition partition, long position) {
        channels.get(channel).put(partition, new Work(position));
    }

    /** Whether {@code channel} did its part for the record in an earlier life of the process. */
    public synchronized boolean doneBefore(String channel, TopicPartition partition, long offset) {
        return offset < work(channel, partition).resumedAt;
    }

    /** {@code channel} now works on the record. */
    public synchronized void begin(String channel, TopicPartition partition, long offset) {
        work(channel, partition).underWay.add(offset);
    }

    /** {@code channel} is through with the record. */
    public synchronized void done(String channel, TopicPartition partition, long offset) {
        work(channel, partition).underWay.remove(offset);
        notifyAll();
    }

    /** Everything before {@code position} was consumed and given to the channels. */
    public synchronized void consumed(TopicPartition partition, long position) {
        Long before = consumed.put(partition, position);
        if (before == null || before != position) {
            notifyAll();
        }
    }

    /** See the class; never moves back. */
    public synchronized long position(String channel, TopicPartition partition) {
        Work work = work(channel, partition);
        return work.underWay.isEmpty()
                ? Math.max(work.resumedAt, consumed.getOrDefault(partition, 0L))
                : work.underWay.first();
    }

    /** The position of each channel by name. */
    public synchronized Map<String, Long> positions(TopicPartition partition) {
        Map<String, Long> positions = new HashMap<>();
        channels.keySet().forEach(channel -> positions.put(channel, position(channel, partition)));
        return positions;
    }

    /**
     * Waits until every record before {@code endOffsets} is consumed, and delivered or given up by every channel.
     *
     * @return false when {@code timeout} passed before
     */
    public synchronized boolean await(Map<TopicPartition, Long> endOffsets, Duration timeout)
            throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        while (!reached(endOffsets)) {
            long leftMs = (deadline - System.nanoTime()) / 1_000_000;
            if (leftMs <= 0) {
                return false;
            }
            wait(leftMs);
        }
        return true;
    }

    private boolean reached(Map<TopicPartition, Long> endOffsets) {
        for (Map.Entry<TopicPartition, Long> end : endOffsets.entrySet()) {
            TopicPartition partition = end.getKey();
            if (consumed.getOrDefault(partition, 0L) < end.getValue()) {
                return false;
            }
            for (String channel : channels.keySet()) {
                if (position(channel, partition) < end.getValue()) {
                    return false;
                }
            }
        }
        return true;
    }

    private Work work(String channel, TopicPartition partition) {
        return channels.get(channel).computeIfAbsent(partition, absent -> new Work(0));
    }

    private static final class Work {
        private final long resumedAt;
        private final TreeSet<Long> underWay = new TreeSet<>();

        Work(long resumedAt) {
            this.resumedAt = resumedAt;
        }
    }
}
