package io.plainsight.alerting.deliver;

import io.plainsight.alerting.metrics.AlertingMetrics;
import io.plainsight.events.Alert;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One channel with what stands before it: dedup, then delivery, then progress. The intake thread only. */
public final class ChannelPipeline {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelPipeline.class);

    private final Channel channel;
    private final Dedup dedup;
    private final DeliveryProgress progress;
    private final AlertingMetrics metrics;

    /** @param memory alert ids that the channel remembers having sent */
    public ChannelPipeline(Channel channel, int memory, DeliveryProgress progress, AlertingMetrics metrics) {
        this.channel = channel;
        this.dedup = new Dedup(channel.floor(), memory);
        this.progress = progress;
        this.metrics = metrics;
    }

    public String channelName() {
        return channel.name();
    }

    /** Takes the record at {@code offset}: only remembered when the channel was through with it before the restart. */
    public void accept(TopicPartition partition, long offset, Alert alert) {
        SendReason reason = dedup.decide(alert);
        if (progress.doneBefore(channel.name(), partition, offset)) {
            return;
        }
        metrics.decided(channel.name(), reason.text());
        if (LOG.isDebugEnabled()) {
            LOG.debug(
                    "{}: alert {}: {}",
                    channel.name(),
                    TerminalText.escape(alert.detail().id()),
                    reason.text());
        }
        if (!reason.sent()) {
            return;
        }
        progress.begin(channel.name(), partition, offset);
        channel.deliver(alert, reason, () -> progress.done(channel.name(), partition, offset));
    }
}
