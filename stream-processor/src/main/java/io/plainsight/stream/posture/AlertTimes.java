package io.plainsight.stream.posture;

import io.plainsight.events.Alert;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Measures on the alerts how long it took to notice something and how long to mend it, in packet time. Alerts about sensors
 * are not about the traffic and do not count.
 *
 * <p><i>Bounds:</i> {@link #BOUNDS}; an alert that was forgotten and then closes counts from its first evidence.
 */
final class AlertTimes extends ContextualProcessor<String, Alert, String, Gathered> {
    static final String STORE = "posture-alert-store";
    static final Bounds BOUNDS = new Bounds(60_000, Duration.ofDays(400));

    private final StreamMetrics metrics;
    private final boolean live;
    private BoundedStore<Standing> standings;

    /**
     * How an alert stood when last heard of.
     *
     * @param opened when it opened, or opened again
     */
    record Standing(Instant opened, boolean open) {}

    AlertTimes(StreamMetrics metrics, boolean live) {
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Gathered> context) {
        super.init(context);
        standings = new BoundedStore<>(STORE, context, BOUNDS, metrics);
    }

    @Override
    public void process(Record<String, Alert> record) {
        Alert alert = record.value();
        Alert.Entity entity = alert.detail().entity();
        if (entity == null || entity.zone() == null) {
            return;
        }
        boolean open = alert.detail().status() == Alert.Status.OPEN;
        Standing known = standings.get(record.key());
        if (known != null && known.open() == open) {
            return;
        }
        Instant at = alert.timestamp();
        Instant opened = open ? at : known == null ? alert.event().start() : known.opened();
        standings.put(record.key(), new Standing(opened, open));
        if (open && known == null) {
            measure(record, Names.TIME_TO_DETECT, alert.event().start(), at);
        } else if (!open) {
            measure(record, Names.TIME_TO_REMEDIATE, opened, at);
        }
    }

    /** By zone, not by service: the alerts themselves name their services, and of those there may be any number. */
    private void measure(Record<String, Alert> record, String measure, Instant from, Instant to) {
        Scope zone =
                new Scope(PostureKeys.hour(to), record.value().detail().entity().zone(), null);
        for (Scope scope : zone.andAllAbove()) {
            Tally tally = new Tally();
            tally.sample(measure, Math.max(0, Duration.between(from, to).toSeconds()));
            context().forward(record.withKey(scope.key(live)).withValue(new Gathered(scope, tally)));
        }
    }
}
