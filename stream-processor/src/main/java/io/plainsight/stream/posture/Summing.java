package io.plainsight.stream.posture;

import io.plainsight.events.Posture;
import io.plainsight.events.PostureKeys;
import io.plainsight.stream.metrics.StreamMetrics;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * The last stage: adds up what the partitions gathered and writes the figures. What {@link SumStore} forgets is deleted on the
 * topic as well.
 */
final class Summing extends ContextualProcessor<String, Gathered, String, Posture> {
    static final String STORE = "posture-store";
    private static final Duration SWEEP_INTERVAL = Duration.ofHours(1);

    private final StreamMetrics metrics;
    private final boolean live;
    private final Set<String> exported = new HashSet<>();
    private SumStore sums;

    Summing(StreamMetrics metrics, boolean live) {
        this.metrics = metrics;
        this.live = live;
    }

    @Override
    public void init(ProcessorContext<String, Posture> context) {
        super.init(context);
        sums = new SumStore(context.getStateStore(STORE), metrics, this::delete);
        sums.forEach(sum -> {
            if (isExported(sum.scope())) {
                export(sum.scope(), Figures.of(sum.tally(), sum.scope()));
            }
        });
        context.schedule(SWEEP_INTERVAL, PunctuationType.WALL_CLOCK_TIME, sums::expire);
    }

    @Override
    public void process(Record<String, Gathered> record) {
        Gathered part = record.value();
        Tally known = sums.get(record.key());
        Tally sum = known == null ? new Tally() : known; // may be added to, since it is put again
        sum.add(part.tally());
        sums.put(
                record.key(),
                new Gathered(part.scope(), sum),
                known != null,
                context().currentSystemTimeMs());
        Posture figures = Figures.of(sum, part.scope());
        if (isExported(part.scope())) {
            export(part.scope(), figures);
        }
        context().forward(record.withValue(figures));
    }

    /** Another task may export the zone from now on. */
    @Override
    public void close() {
        exported.forEach(zone -> metrics.posture().remove(live, zone));
    }

    private static boolean isExported(Scope scope) {
        boolean zone = scope.service() == null || scope.service().equals(Tally.OTHER);
        return PostureKeys.TOTAL.equals(scope.period()) && scope.zone() != null && zone;
    }

    private void export(Scope scope, Posture figures) {
        exported.add(scope.zone());
        if (scope.service() == null) {
            metrics.posture().put(live, scope.zone(), figures);
        } else {
            metrics.posture().putOther(live, scope.zone(), figures);
        }
    }

    private void delete(String key) {
        context().forward(new Record<>(key, null, context().currentSystemTimeMs()));
    }
}
