package io.plainsight.stream.posture;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import io.plainsight.stream.state.BoundedStore;
import io.plainsight.stream.state.Bounds;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The last stage: adds up what the partitions gathered and writes the figures. Hours are kept for {@link #HOURS}, the days of
 * single services for {@link #SERVICE_DAYS}, the rest for {@link #OTHERS}; what goes is deleted on the topic as well.
 */
final class Summing extends ContextualProcessor<String, Gathered, String, Posture> {
    static final String HOUR_STORE = "posture-hour-store";
    static final String SERVICE_DAY_STORE = "posture-service-day-store";
    static final String STORE = "posture-store";
    static final Bounds HOURS = new Bounds(10_000, Duration.ofDays(3));
    static final Bounds SERVICE_DAYS = new Bounds(10_000, Duration.ofDays(35));
    static final Bounds OTHERS = new Bounds(20_000, Duration.ofDays(400));

    private final StreamMetrics metrics;
    private final boolean live;
    private final Set<String> exported = new HashSet<>();
    private BoundedStore<Gathered> hours;
    private BoundedStore<Gathered> serviceDays;
    private BoundedStore<Gathered> others;

    Summing(StreamMetrics metrics, boolean live) {
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Posture> context) {
        super.init(context);
        hours = new BoundedStore<>(HOUR_STORE, context, HOURS, metrics, this::delete);
        serviceDays = new BoundedStore<>(SERVICE_DAY_STORE, context, SERVICE_DAYS, metrics, this::delete);
        others = new BoundedStore<>(STORE, context, OTHERS, metrics, this::delete);
        others.forEach((key, sum) -> export(sum.scope(), Figures.of(sum.tally(), sum.scope())));
    }

    @Override
    public void process(Record<String, Gathered> record) {
        Gathered part = record.value();
        BoundedStore<Gathered> sums = storeOf(record.key());
        Gathered known = sums.get(record.key());
        Tally sum = new Tally();
        if (known != null) {
            sum.add(known.tally());
        }
        sum.add(part.tally());
        sums.put(record.key(), new Gathered(part.scope(), sum));
        Posture figures = Figures.of(sum, part.scope());
        export(part.scope(), figures);
        context().forward(record.withValue(figures));
    }

    /** Another task may export the zone from now on. */
    @Override
    public void close() {
        exported.forEach(zone -> metrics.posture().remove(live, zone));
    }

    private BoundedStore<Gathered> storeOf(String key) {
        if (PostureKeys.isHour(key)) {
            return hours;
        }
        boolean total = PostureKeys.TOTAL.equals(PostureKeys.period(key));
        return PostureKeys.isService(key) && !total ? serviceDays : others;
    }

    private void export(Scope scope, Posture figures) {
        if (!PostureKeys.TOTAL.equals(scope.period()) || scope.zone() == null) {
            return;
        }
        if (scope.service() == null) {
            metrics.posture().put(live, scope.zone(), figures);
            exported.add(scope.zone());
        } else if (scope.service().equals(Tally.OTHER)) {
            metrics.posture().putOther(live, scope.zone(), figures);
            exported.add(scope.zone());
        }
    }

    private void delete(String key) {
        context().forward(new Record<>(key, null, context().currentSystemTimeMs()));
    }
}
